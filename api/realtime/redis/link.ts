import type { RedisConfig } from '../../config/stores.ts';

/** One connection (in a cluster: one set of connections) that ends with the first loss and is then replaced. */
export interface Link {
  /** `key` says which node of a cluster is meant; null for any. */
  send(key: string | null, args: readonly string[]): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  /** Ends it; what is under way rejects. */
  destroy(): void;
}

/** Opens a link; `onDown` is called at least once when it is lost. */
export type OpenLink = (onDown: (reason: Error) => void) => Promise<Link>;

/** Commands that wait for their reply. Beyond it they reject, so that a slow server cannot fill the memory. */
export const queueLength = 100_000;
/** Milliseconds for a connection to be made and greeted. */
export const connectWithin = 5_000;

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

export function credentialsOf({ username, password }: RedisConfig): Credentials {
  return { ...(username === null ? {} : { username }), ...(password === null ? {} : { password }) };
}

/** What a socket to this address needs: TLS, with the certificates to trust, where the address says `rediss:`. */
export function tlsOf(url: string, ca: string | null): { readonly tls?: true; readonly ca?: string } {
  if (new URL(url).protocol !== 'rediss:') return {};
  return ca === null ? { tls: true } : { tls: true, ca };
}

/** Rejects, and cleans up, when a server took the connection but does not greet. */
export async function inTime<Value>(opening: Promise<Value>, giveUp: () => void): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no greeting within ${connectWithin} ms`)), connectWithin);
  opening.catch(() => undefined);
  try {
    return await Promise.race([opening, late.promise]);
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
