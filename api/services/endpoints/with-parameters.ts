import { describeParameters } from '@parley/chat-core';
import type { ModelInfo, Parameter } from '@parley/contracts';
import type { EndpointConfig } from '../../providers/port.ts';

export interface WithParameters {
  readonly models: ModelInfo[];
  readonly parameterSets: Parameter[][];
}

/** What the settings of a model are known by: an address of its own, and its name there. */
function subjectOf({ format, baseUrl, places, google, parameters }: EndpointConfig, id: string): Parameters<typeof describeParameters>[0] {
  const place = places !== undefined && Object.hasOwn(places, id) ? places[id] : undefined;
  const names = google?.vertex?.names ?? {};
  const named = (Object.hasOwn(names, id) ? names[id] : undefined) ?? id;
  return { format: place?.format ?? format, baseUrl: place?.baseUrl ?? baseUrl, model: named, changes: parameters };
}

/** Each model with the settings it takes. Thousands of models share a few sets, so that each set is told once. */
export function withParameters(endpoint: EndpointConfig, models: readonly ModelInfo[]): WithParameters {
  const sets = new Map<string, { index: number; set: Parameter[] }>();
  const described = models.map((model): ModelInfo => {
    const set = describeParameters(subjectOf(endpoint, model.id));
    const key = JSON.stringify(set);
    const known = sets.get(key) ?? { index: sets.size, set };
    sets.set(key, known);
    return known.index === 0 ? model : { ...model, parameters: known.index };
  });
  return { models: described, parameterSets: [...sets.values()].map(({ set }) => set) };
}
