import type { RedisConfig } from '../../config/stores.ts';
import type { Logger } from '../../logger.ts';
import { createChannels } from './create-channels.ts';
import { keepLink, type KeptLink } from './keep-link.ts';
import { linkOpener } from './open-link.ts';
import { RedisAwayError, type Redis } from './redis.ts';

/** Milliseconds a start waits for the first connection. */
const firstWithin = 10_000;

/** What no waiting heals: the server refuses who we say we are. */
const isRefusal = (reason: Error): boolean =>
  /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password|the sentinel knows no master)/.test(reason.message);

/** Without what may stand before the host: a password. */
const shown = (urls: readonly string[]): string => urls.map((url) => new URL(url).host).join(', ');

/**
 * Connects to Redis: one connection for commands, one for subscriptions. Rejects, in a sentence for the operator, when Redis refuses
 * the credentials or cannot be reached within 10 s; later losses are healed without end and logged once each.
 */
export async function connectRedis(config: RedisConfig, { logger }: { readonly logger: Logger }): Promise<Redis> {
  const open = linkOpener(config);
  const listeners = new Set<(healthy: boolean) => void>();
  const first = Promise.withResolvers<void>();
  let reason: Error | null = null;
  let known = false;
  let begun = false;
  let closed = false;

  const named = (name: string): string => config.prefix + name;
  const isHealthy = (): boolean => commands.current() !== null && subscriptions.current() !== null;

  function changed(): void {
    const healthy = isHealthy();
    if (healthy === known || closed) return;
    known = healthy;
    if (healthy) first.resolve();
    if (healthy && begun) logger.info({}, 'Redis is back.');
    if (!healthy)
      logger.error({ reason: reason?.message }, 'Redis is away: running answers go on at their node, and are repaired when it is back.');
    for (const listener of listeners) listener(healthy);
  }

  function lost(error: Error): void {
    reason = error;
    if (!begun && isRefusal(error)) first.reject(error);
    changed();
  }

  const channels = createChannels(
    () => subscriptions.current(),
    (error) => logger.error({ reason: String(error) }, 'Redis refuses a subscription.'),
  );
  const commands: KeptLink = keepLink({ open, probe: named('probe'), prepare: async () => undefined, onUp: changed, onDown: lost });
  const subscriptions: KeptLink = keepLink({
    open,
    probe: named('probe'),
    prepare: (link) => channels.moveTo(link),
    onUp: changed,
    onDown: lost,
  });

  async function close(): Promise<void> {
    closed = true;
    listeners.clear();
    commands.close();
    subscriptions.close();
  }

  async function send(key: string | null, args: readonly string[]): Promise<unknown> {
    const link = commands.current();
    if (link === null) throw new RedisAwayError(`Redis is away${reason === null ? '' : `: ${reason.message}`}`);
    return link.send(key, args);
  }

  const timer = setTimeout(() => first.reject(reason ?? new Error(`no connection within ${firstWithin} ms`)), firstWithin);
  try {
    await first.promise;
    begun = true;
  } catch (cause) {
    await close();
    const said = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new Error(
      `Redis at ${shown(config.urls)} cannot be used: ${said}. Check REDIS_URI, REDIS_USERNAME, REDIS_PASSWORD and REDIS_CA.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }

  return {
    healthy: isHealthy,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    command: (name, key, ...rest) => send(named(key), [name, named(key), ...rest]),
    async script(script, keys, args) {
      const names = keys.map(named);
      const rest = [String(names.length), ...names, ...args];
      try {
        return await send(names[0] ?? null, ['EVALSHA', script.sha, ...rest]);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return send(names[0] ?? null, ['EVAL', script.source, ...rest]);
      }
    },
    named,
    publish: async (channel, message) => void (await send(named(channel), ['PUBLISH', named(channel), message])),
    subscribe: (channel, listener) => channels.subscribe(named(channel), listener),
    [Symbol.asyncDispose]: close,
  };
}
