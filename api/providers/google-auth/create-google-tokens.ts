import type { Egress } from '../../egress/port.ts';
import { asProviderError } from '../kit/as-provider-error.ts';
import type { GoogleTokens, ServiceAccount } from '../port.ts';
import { askForToken, type GoogleToken } from './ask-for-token.ts';

/** Accounts whose tokens are kept; beyond that the oldest are asked for again. */
const maxAccounts = 100;

/** Waits for what others wait for too: leaving does not end it for them. */
async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([promise, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/**
 * Tokens of service accounts, kept until five minutes before they end (half of their life, when that is shorter). However many ask, one request
 * for an account is under way; one that failed is not remembered.
 */
export function createGoogleTokens({ egress, now = Date.now }: { readonly egress: Egress; readonly now?: () => number }): GoogleTokens {
  const kept = new Map<string, GoogleToken>();
  const asking = new Map<string, Promise<GoogleToken>>();

  async function refresh(name: string, account: ServiceAccount): Promise<GoogleToken> {
    try {
      const token = await askForToken(egress, account, now);
      kept.delete(name);
      kept.set(name, token);
      for (const oldest of kept.keys()) if (kept.size > maxAccounts) kept.delete(oldest);
      return token;
    } finally {
      asking.delete(name);
    }
  }

  return async (account, signal) => {
    const name = `${account.tokenUrl}\n${account.email}\n${account.privateKey}`;
    const known = kept.get(name);
    if (known && known.freshUntil > now()) return known.value;
    let running = asking.get(name);
    if (!running) {
      running = refresh(name, account);
      asking.set(name, running);
      // Everybody may have left by the time it fails.
      running.catch(() => undefined);
    }
    try {
      return (await orAborted(running, signal)).value;
    } catch (error) {
      throw asProviderError(error);
    }
  };
}
