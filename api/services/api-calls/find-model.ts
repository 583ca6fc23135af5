import { RequestError, type Endpoint, type ModelRef } from '@parley/contracts';

/** What programs call a model: its endpoint and itself. */
export const nameOf = ({ endpoint, id }: ModelRef): string => `${endpoint}/${id}`;

const named = (text: string): string => text.slice(0, 200);

/**
 * The model a program means: `endpoint/model`, whatever the model's own name looks like, or the bare name of a model that one endpoint alone
 * offers. Throws `model.not-found`, and `model.ambiguous` with the names to choose from. `list` is asked for bare names only.
 */
export async function findModel(
  name: string,
  isEndpoint: (id: string) => boolean,
  list: () => Promise<readonly Endpoint[]>,
): Promise<ModelRef> {
  const slash = name.indexOf('/');
  if (slash > 0 && slash < name.length - 1 && isEndpoint(name.slice(0, slash)))
    return { endpoint: name.slice(0, slash), id: name.slice(slash + 1) };
  const offered = (await list()).filter(({ key, models }) => key !== 'none' && models.some(({ id }) => id === name));
  const [only] = offered;
  if (only === undefined)
    throw new RequestError('model.not-found', {
      params: { model: named(name) },
      detail: `There is no model "${named(name)}" here. GET /v1/models lists those there are.`,
    });
  if (offered.length > 1) {
    const choices = offered.map(({ id }) => nameOf({ endpoint: id, id: name })).join(', ');
    throw new RequestError('model.ambiguous', {
      params: { model: named(name) },
      detail: `Several providers have a model "${named(name)}". Name one of these: ${choices}.`,
    });
  }
  return { endpoint: only.id, id: name };
}
