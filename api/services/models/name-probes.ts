import { RequestError, type Endpoint, type ModelRef } from '@parley/contracts';

/** So many models of one endpoint are asked at most: each costs up to five small requests. */
const mostModels = 10;

/**
 * The models that a name stands for: `endpoint/model` for one, listed or not, `endpoint` for those it lists, nothing for the first model of every
 * endpoint that can be asked. Throws `endpoint.not-found`.
 */
export function nameProbes(endpoints: readonly Endpoint[], name: string | undefined): ModelRef[] {
  const askable = endpoints.filter(({ provider, key }) => provider !== 'demo' && key !== 'none');
  if (name === undefined) return askable.flatMap(({ id, models }) => models.slice(0, 1).map((model) => ({ endpoint: id, id: model.id })));
  const lower = name.toLowerCase();
  // Names of models have slashes in them, those of endpoints may: the longest endpoint wins.
  const [endpoint] = endpoints
    .filter(({ id }) => lower === id.toLowerCase() || lower.startsWith(`${id.toLowerCase()}/`))
    .toSorted((a, b) => b.id.length - a.id.length);
  if (endpoint === undefined) throw new RequestError('endpoint.not-found');
  const model = name.slice(endpoint.id.length + 1);
  if (model !== '') return [{ endpoint: endpoint.id, id: model }];
  return endpoint.models.slice(0, mostModels).map(({ id }) => ({ endpoint: endpoint.id, id }));
}
