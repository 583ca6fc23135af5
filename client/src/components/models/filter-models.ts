import type { Endpoint, ModelInfo } from '@parley/contracts';
import { isUsable } from '../../stores/chosen-model.ts';

export interface ModelGroup {
  readonly endpoint: Endpoint;
  readonly models: readonly ModelInfo[];
}

/** What the list shows for what was typed: every word must be in the model's or the endpoint's name. Endpoints without a key offer none. */
export function filterModels(endpoints: readonly Endpoint[], typed: string): ModelGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return endpoints
    .filter(isUsable)
    .map((endpoint) => ({
      endpoint,
      models: endpoint.models.filter(({ id, name }) => {
        const text = `${name} ${id} ${endpoint.name}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ models }) => models.length > 0);
}
