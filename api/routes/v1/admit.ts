import { RequestError } from '@parley/contracts';
import type { V1RouteDeclaration } from '@parley/contracts/v1';
import type { Request } from 'express';
import { bearerToken } from '../../middleware/authenticate.ts';
import type { LimitRate } from '../../middleware/limit-rate.ts';
import { addressGroup, plainAddress } from '../../policies/address-group.ts';
import { scopeOfActor } from '../../policies/scope.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ApiKeyIdentity } from '../../strategies/api-key.ts';

export interface AdmitNeeds {
  readonly authenticateKey: (secret: string) => Promise<ApiKeyIdentity | null>;
  readonly limitRate: LimitRate;
  readonly enabled: boolean;
}

/** The key of a request, in the way of either vendor's clients. Keys are taken from nowhere else: not from cookies, not from addresses. */
function keyOf({ headers }: Request): string | null {
  const own = headers['x-api-key'];
  return typeof own === 'string' ? own : bearerToken(headers.authorization);
}

/**
 * Who calls, once every door has let them through: the address's budget, the key, what it may do, the account's budget. Throws
 * `api-key.disabled`, `request.rate-limited`, `api-key.refused` and `api-key.scope-missing`.
 */
export async function admit(
  { authenticateKey, limitRate, enabled }: AdmitNeeds,
  route: V1RouteDeclaration,
  request: Request,
): Promise<Scope> {
  if (!enabled) throw new RequestError('api-key.disabled');
  const address = plainAddress(request.ip) ?? plainAddress(request.socket.remoteAddress) ?? 'unknown';
  await limitRate('address', route.rate, addressGroup(address));
  const key = keyOf(request);
  const identity = key === null ? null : await authenticateKey(key);
  if (identity === null) throw new RequestError('api-key.refused');
  if (!identity.scopes.has(route.scope))
    throw new RequestError('api-key.scope-missing', { detail: `This API key lacks the scope ${route.scope}.` });
  await limitRate('account', route.rate, identity.userId);
  return scopeOfActor({ userId: identity.userId });
}
