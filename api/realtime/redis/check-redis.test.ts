import { expect, test } from 'vitest';
import { checkRedis, type RedisCommands } from './check-redis.ts';

/** A server with these settings, in the words of either protocol. */
function server(settings: Record<string, string>, { map = false, info = '' } = {}): RedisCommands {
  return {
    async command([name, , setting]) {
      if (name === 'PING') return 'PONG';
      if (name === 'INFO') return info;
      const value = settings[setting ?? ''];
      if (value === undefined) return map ? {} : [];
      return map ? { [setting!]: value } : [setting, value];
    },
  };
}

const levels = async (redis: RedisCommands): Promise<string[]> => (await checkRedis(redis)).map(({ level }) => level);

test('a Redis that keeps everything is well, whichever protocol it speaks', async () => {
  const settings = { appendonly: 'yes', 'maxmemory-policy': 'noeviction' };
  expect(await levels(server(settings))).toEqual(['ok', 'ok', 'ok']);
  expect(await levels(server(settings, { map: true }))).toEqual(['ok', 'ok', 'ok']);
});

test('one that forgets or throws away is warned about, with the line that mends it', async () => {
  const found = await checkRedis(server({ appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' }));
  expect(found.map(({ advice }) => advice)).toEqual([
    undefined,
    'Set appendonly yes in redis.conf.',
    'Set maxmemory-policy noeviction in redis.conf.',
  ]);
});

test('one that does not tell its settings is asked about, not failed', async () => {
  const told = server({});
  const silent: RedisCommands = {
    command: (args) =>
      args[0] === 'CONFIG' ? Promise.reject(new Error("NOPERM this user has no permissions to run 'config|get'")) : told.command(args),
  };
  expect(await levels(silent)).toEqual(['ok', 'warn', 'warn']);
});

test('memory that is nearly full is said', async () => {
  const settings = { appendonly: 'yes', 'maxmemory-policy': 'noeviction' };
  const full = (used: number): RedisCommands => server(settings, { info: `# Memory\r\nused_memory:${used}\r\nmaxmemory:1000\r\n` });
  expect(await levels(full(500))).toHaveLength(3);
  expect((await levels(full(900)))[3]).toBe('warn');
  expect((await levels(full(990)))[3]).toBe('fail');
});

test('one that does not answer is the caller’s failure to show', async () => {
  await expect(checkRedis({ command: () => Promise.reject(new Error('connect ECONNREFUSED')) })).rejects.toThrow('ECONNREFUSED');
});
