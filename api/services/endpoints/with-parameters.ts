import { describeParameters } from '@parley/chat-core';
import type { ModelInfo, Parameter } from '@parley/contracts';
import type { EndpointAccess, EndpointConfig } from '../../providers/port.ts';

export interface WithParameters {
  readonly models: ModelInfo[];
  readonly parameterSets: Parameter[][];
}

type Subject = Parameters<typeof describeParameters>[0];

/** What the settings of a model are known by: an address of its own, its name there, and what the operator puts into its requests. */
function subjectOf({ format, places, google, parameters }: EndpointConfig, { baseUrl, edits }: EndpointAccess, id: string): Subject {
  const place = places !== undefined && Object.hasOwn(places, id) ? places[id] : undefined;
  const names = google?.vertex?.names ?? {};
  const named = (Object.hasOwn(names, id) ? names[id] : undefined) ?? id;
  return {
    format: place?.format ?? format,
    baseUrl: place?.baseUrl ?? baseUrl,
    model: named,
    changes: parameters,
    edits: place ? place.edits : edits,
  };
}

/** Each model with the settings it takes. Thousands of models share a few sets, so that each set is told once. */
export function withParameters(endpoint: EndpointConfig, access: EndpointAccess, models: readonly ModelInfo[]): WithParameters {
  const sets = new Map<string, { index: number; set: Parameter[] }>();
  const described = models.map((model): ModelInfo => {
    const set = describeParameters(subjectOf(endpoint, access, model.id));
    const key = JSON.stringify(set);
    const known = sets.get(key) ?? { index: sets.size, set };
    sets.set(key, known);
    return known.index === 0 ? model : { ...model, parameters: known.index };
  });
  return { models: described, parameterSets: [...sets.values()].map(({ set }) => set) };
}
