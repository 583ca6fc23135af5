import type { EndpointFileRules } from '@parley/contracts';
import { useConfig } from './use-config.ts';

/** What the operator allows of files to an endpoint; undefined until that is known, when the server alone judges. */
export function useFileRules(endpoint: string | undefined): EndpointFileRules | undefined {
  const files = useConfig().data?.files;
  if (files === undefined) return undefined;
  return endpoint !== undefined && Object.hasOwn(files.endpoints, endpoint) ? files.endpoints[endpoint] : files.any;
}
