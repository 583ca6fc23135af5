import type { Endpoint, ModelRef, Parameter } from '@parley/contracts';
import { create } from 'zustand';
import { readKept, writeKept } from '../lib/kept.ts';

const keptName = 'parley.model';

function readChoice(): ModelRef | null {
  const [endpoint, ...id] = (readKept(keptName) ?? '').split('\n');
  return endpoint && id.length > 0 ? { endpoint, id: id.join('\n') } : null;
}

/** The model this person chose last, for the next new chat. */
export const useLastModel = create<{ readonly last: ModelRef | null }>(() => ({ last: readChoice() }));

export function rememberModel(model: ModelRef): void {
  writeKept(keptName, `${model.endpoint}\n${model.id}`);
  rememberRecent(model);
  useLastModel.setState({ last: model });
}

export const isSameModel = (one: ModelRef | null | undefined, other: ModelRef | null | undefined): boolean =>
  one?.endpoint === other?.endpoint && one?.id === other?.id;

/** Whether an endpoint can be asked as things are. */
export const isUsable = (endpoint: Endpoint): boolean => endpoint.key !== 'none';

export const offers = (endpoints: readonly Endpoint[], model: ModelRef): boolean =>
  endpoints.some((endpoint) => endpoint.id === model.endpoint && isUsable(endpoint) && endpoint.models.some(({ id }) => id === model.id));

/** The model to begin with: the last choice while it is offered, else the first that a person would call a real one, else the demo. */
export function firstModel(endpoints: readonly Endpoint[], last: ModelRef | null): ModelRef | null {
  if (last && offers(endpoints, last)) return last;
  const usable = endpoints.filter((endpoint) => isUsable(endpoint) && endpoint.models.length > 0);
  const endpoint = usable.find(({ provider }) => provider !== 'demo') ?? usable[0];
  const model = endpoint?.models[0];
  return endpoint && model ? { endpoint: endpoint.id, id: model.id } : null;
}

/** What a model is called; its id when no endpoint offers it any more. */
export function modelName(endpoints: readonly Endpoint[] | undefined, model: ModelRef): string {
  const endpoint = endpoints?.find(({ id }) => id === model.endpoint);
  return endpoint?.models.find(({ id }) => id === model.id)?.name ?? model.id;
}

/** The settings that a model takes; none for one that nobody offers. */
export function parametersOf(endpoints: readonly Endpoint[], model: ModelRef): readonly Parameter[] {
  const endpoint = endpoints.find(({ id }) => id === model.endpoint);
  const info = endpoint?.models.find(({ id }) => id === model.id);
  return endpoint?.parameterSets[info?.parameters ?? 0] ?? [];
}

const recentName = 'parley.recentModels';
const mostRecent = 5;

/** The models this browser asked last, newest first. */
export function recentModels(): readonly ModelRef[] {
  return (readKept(recentName) ?? '').split('\n').flatMap((line) => {
    const [endpoint, id] = line.split('\t');
    return endpoint && id ? [{ endpoint, id }] : [];
  });
}

function rememberRecent(model: ModelRef): void {
  const others = recentModels().filter((known) => !isSameModel(known, model));
  writeKept(
    recentName,
    [model, ...others]
      .slice(0, mostRecent)
      .map(({ endpoint, id }) => `${endpoint}\t${id}`)
      .join('\n'),
  );
}
