import type { Endpoint, ModelEntry, ModelInfo } from '@parley/contracts';

/** What an administrator said, under the name it was said of. */
export interface Override {
  readonly name: string;
  readonly facts: ModelEntry;
}

export interface ModelGroup {
  readonly endpoint: Endpoint;
  readonly models: readonly ModelInfo[];
}

export interface ChosenModels {
  readonly groups: readonly ModelGroup[];
  /** Models that were found and are not shown. */
  readonly more: number;
}

/** The models in whose names every typed word occurs, by endpoint, at most so many together. */
export function chooseModels(endpoints: readonly Endpoint[], typed: string, most: number): ChosenModels {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const groups: ModelGroup[] = [];
  let left = most;
  let more = 0;
  for (const endpoint of endpoints) {
    const found = endpoint.models.filter(({ id, name, assumed }) => {
      const text = `${endpoint.id} ${endpoint.name} ${id} ${name} ${assumed ? 'assumed' : ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const models = found.slice(0, left);
    left -= models.length;
    more += found.length - models.length;
    if (models.length > 0) groups.push({ endpoint, models });
  }
  return { groups, more };
}

/** What is in force of what was said: of this model at this endpoint, else of the model wherever it is. */
export const overrideOf = (overrides: readonly Override[], endpointId: string, modelId: string): Override | undefined =>
  overrides.find(({ name }) => name === `${endpointId}/${modelId}`) ?? overrides.find(({ name }) => name === modelId);

/** What was said of models that no endpoint lists. */
export function unlistedOverrides(overrides: readonly Override[], endpoints: readonly Endpoint[]): Override[] {
  const listed = new Set(endpoints.flatMap(({ id, models }) => models.flatMap((model) => [model.id, `${id}/${model.id}`])));
  return overrides.filter(({ name }) => !listed.has(name));
}
