import type { Endpoint, ModelInfo, Parameter, TurnError } from '@parley/contracts';
import type { EndpointConfig } from '../providers/port.ts';

/** An endpoint as a person sees it: no key, no address. */
export function presentEndpoint(
  { id, name, format, ownKeys }: EndpointConfig,
  key: Endpoint['key'],
  list: {
    readonly models: readonly ModelInfo[];
    readonly failure: TurnError | null;
    readonly listedAt?: number | undefined;
    readonly parameterSets: readonly Parameter[][];
  },
): Endpoint {
  return {
    id,
    name,
    provider: format,
    key,
    acceptsOwnKey: ownKeys,
    models: [...list.models],
    failure: list.failure,
    ...(list.failure === null || list.listedAt === undefined ? {} : { listedAt: list.listedAt }),
    parameterSets: [...list.parameterSets],
  };
}
