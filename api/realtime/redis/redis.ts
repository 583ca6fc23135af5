import { createHash } from 'node:crypto';

/** A Lua script, sent by its hash and in full only where the server does not know it yet. */
export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

export function defineScript(source: string): RedisScript {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** Redis cannot be asked now: no command was sent. */
export class RedisAwayError extends Error {
  override readonly name = 'RedisAwayError';
}

export interface RedisSubscription {
  /** Resolves when the subscription is in force for the first time; never while Redis is away, and never after `stop`. */
  readonly ready: Promise<void>;
  stop(): void;
}

/**
 * One Redis, whether a single server, a master found by sentinels or a cluster. It is looked for without end when it is lost.
 * Names of keys and channels are given without the prefix of the configuration; the handle puts it in front.
 */
export interface Redis extends AsyncDisposable {
  /** Whether commands and subscriptions work now, as far as is known: a loss is noticed within about 3 s. */
  healthy(): boolean;
  /** Hears of each loss (`false`), and of each return (`true`) once every subscription is in force again. */
  onChange(listener: (healthy: boolean) => void): () => void;
  /**
   * Sends a command about one key and gives Redis' own reply: strings, numbers, null, arrays; for hashes what RESP 3 gives.
   * Commands of one tick go out together. Rejects at once with `RedisAwayError` while Redis is away, with the server's own error when
   * it refuses, and when the connection is lost before the reply: the command may then have been done or not.
   */
  command(name: string, key: string, ...rest: readonly string[]): Promise<unknown>;
  /** Runs a script; all keys must share a hash tag (`{…}`), so that a cluster keeps them together. Rejects as `command` does. */
  script(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** A key or channel with the prefix, for scripts that need a channel's name. */
  named(name: string): string;
  /** Rejects as `command` does. */
  publish(channel: string, message: string): Promise<void>;
  /** One listener a channel: a second subscription of it before `stop` throws. In force again after each loss. */
  subscribe(channel: string, listener: (message: string) => void): RedisSubscription;
}
