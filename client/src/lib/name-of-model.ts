import type { Endpoint } from '@parley/contracts';

/** A model and its provider as the picker calls them; their ids where nobody offers them any more. */
export function namesOf(
  endpoints: readonly Endpoint[] | undefined,
  endpointId: string,
  modelId: string,
): { model: string; endpoint: string } {
  const endpoint = endpoints?.find(({ id }) => id === endpointId);
  return {
    model: endpoint?.models.find(({ id }) => id === modelId)?.name ?? modelId,
    endpoint: endpoint?.name ?? endpointId,
  };
}
