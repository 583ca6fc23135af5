import { RequestError } from '@parley/contracts';
import type { EndpointAccess, EndpointConfig } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { EndpointContext } from './endpoint-context.ts';

/** How an endpoint is called for one person, and whose key that is. */
export interface Reach {
  readonly access: EndpointAccess;
  readonly key: 'server' | 'own' | 'not-needed';
}

/** What a sealed key belongs to. */
export const keyContext = (scope: Scope, endpointId: string): string => `${scope.ownerId}\n${endpointId}`;

/** With the operator's headers and changes of requests, which may hold secrets. */
export const operatorAccess = ({
  baseUrl,
  key,
  headers,
  edits,
  exactUrl,
  google,
  promptCache,
  aws,
  parameters,
}: EndpointConfig): EndpointAccess => ({
  baseUrl,
  key,
  ...(headers === undefined ? {} : { headers }),
  ...(edits === undefined ? {} : { edits }),
  ...(exactUrl === undefined ? {} : { exactUrl }),
  ...(google === undefined ? {} : { google }),
  ...(promptCache === undefined ? {} : { promptCache }),
  ...(parameters === undefined ? {} : { parameters }),
  ...(aws === undefined ? {} : { aws }),
  trust: 'operator',
});

/**
 * Finds the address and key for one person. A person's own address is only ever called with the person's own key, never with the server's,
 * and without the operator's headers.
 * Null when a key is missing; throws `endpoint.key-unreadable` when the stored one cannot be opened.
 */
export async function reachEndpoint(context: EndpointContext, scope: Scope, endpoint: EndpointConfig): Promise<Reach | null> {
  const own = endpoint.ownKeys ? await context.keys.getKey(scope, endpoint.id) : null;
  if (own !== null) {
    const key = context.secretBox.open(own.sealed, keyContext(scope, endpoint.id));
    if (key === null) throw new RequestError('endpoint.key-unreadable', { params: { endpoint: endpoint.name } });
    const access: EndpointAccess =
      own.baseUrl === null ? { ...operatorAccess(endpoint), key } : { baseUrl: own.baseUrl, key, trust: 'person' };
    return { access, key: 'own' };
  }
  if (endpoint.key === null && endpoint.keyNeeded) return null;
  return {
    access: operatorAccess(endpoint),
    key: endpoint.key === null ? 'not-needed' : 'server',
  };
}
