import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTool, missing } from './find-tool.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

/** A real Redis that keeps what it acknowledged and evicts nothing. */
export interface RedisServer extends AsyncDisposable {
  /** Without a database's number. */
  readonly uri: string;
  /** To kill, pause and start it again; null when it is somebody else's (`REDIS_TEST_URI`). */
  readonly process: ServerProcess | null;
}

export interface RedisOptions {
  /** A server of its own even where `REDIS_TEST_URI` names one: for tests that kill, pause or empty it. */
  readonly own?: boolean;
  /** More of the server's own arguments, such as `['--maxmemory', '8mb']` or `['--cluster-enabled', 'yes']`. */
  readonly args?: readonly string[];
}

const always = '--bind 127.0.0.1 --save  --appendonly yes --appendfsync everysec --maxmemory-policy noeviction --loglevel warning'.split(
  ' ',
);

/**
 * A Redis for tests: the one of `REDIS_TEST_URI`, else a `redis-server` on the PATH in a folder of its own. Null, after a visible
 * line, when there is none.
 */
export async function startRedis({ own = false, args = [] }: RedisOptions = {}): Promise<RedisServer | null> {
  const given = process.env['REDIS_TEST_URI'];
  if (given !== undefined && given !== '' && !own && args.length === 0)
    return { uri: given, process: null, [Symbol.asyncDispose]: async () => undefined };
  const command = findTool('redis-server', 'redis-server');
  if (command === null) return missing('Redis', 'set REDIS_TEST_URI, or install redis-server');
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-redis-'));
  const server = await startServerProcess({
    name: 'redis-server',
    command,
    args: (port) => ['--port', String(port), '--dir', folder, ...always, ...args],
  });
  return {
    uri: `redis://127.0.0.1:${server.port}`,
    process: server,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
