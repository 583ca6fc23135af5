import { afterAll, afterEach } from 'vitest';
import { startRedis, type RedisServer } from '@parley/test-kit';
import { silentLogger, type Logger } from '../../../logger.ts';
import type { RedisConfig } from '../../../config/stores.ts';
import { connectRedis } from '../connect-redis.ts';
import type { Redis } from '../redis.ts';
import { redisConfig } from './redis-config.ts';

/** Nodes of one installation on a real Redis. Everything is closed after each test, the server after the file. */
export interface RedisNodes {
  /** Null: no Redis here, the suite is skipped. */
  readonly server: RedisServer | null;
  /** The connection of one more node; all of a test share a prefix. */
  connect(logger?: Logger): Promise<Redis>;
  /** Closes something before the connections, after the test. */
  closeLater(what: AsyncDisposable): void;
}

export async function redisNodes(options: { own?: boolean; args?: readonly string[]; config?: Partial<RedisConfig> } = {}): Promise<RedisNodes> {
  const server = await startRedis(options);
  let open: AsyncDisposable[] = [];
  let config: RedisConfig | null = null;
  afterEach(async () => {
    const closing = open.reverse();
    open = [];
    config = null;
    for (const each of closing) await each[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  return {
    server,
    async connect(logger = silentLogger) {
      config ??= redisConfig(server!.uri, options.config);
      const redis = await connectRedis(config, { logger });
      open.push(redis);
      return redis;
    },
    closeLater: (what) => void open.push(what),
  };
}

/** A logger that keeps what it was told, by level. */
export function keepingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (_fields: Readonly<Record<string, unknown>>, message: string): void =>
      void lines.push(`${level}: ${message}`);
  return { lines, debug: () => undefined, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
