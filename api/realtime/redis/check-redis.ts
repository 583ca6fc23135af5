import type { Finding } from '../../telemetry/finding.ts';

/** What is needed of a connection: one command, given as its words. */
export interface RedisCommands {
  command(args: readonly string[]): Promise<unknown>;
}

/** `CONFIG GET` answers a list of names and values, or, in RESP 3, an object or a map. */
function settingOf(reply: unknown, name: string): string | null {
  if (Array.isArray(reply)) {
    const at = reply.indexOf(name);
    return at === -1 ? null : String(reply[at + 1]);
  }
  const fields = reply instanceof Map ? (Object.fromEntries(reply) as Record<string, unknown>) : (reply as Record<string, unknown> | null);
  const value = fields?.[name];
  return typeof value === 'string' ? value : null;
}

/** Null where the server does not tell: managed ones forbid `CONFIG`. */
async function setting(redis: RedisCommands, name: string): Promise<string | null> {
  try {
    return settingOf(await redis.command(['CONFIG', 'GET', name]), name);
  } catch (error) {
    if (error instanceof Error && /NOPERM|unknown command|not allowed|disabled/i.test(error.message)) return null;
    throw error;
  }
}

interface Wanted {
  readonly name: string;
  readonly value: string;
  readonly otherwise: string;
}

const wanted: readonly Wanted[] = [
  { name: 'appendonly', value: 'yes', otherwise: 'a restart of Redis forgets the running answers of nodes that die with it' },
  { name: 'maxmemory-policy', value: 'noeviction', otherwise: 'Redis throws running answers away when its memory is full' },
];

async function judge(redis: RedisCommands, { name, value, otherwise }: Wanted): Promise<Finding> {
  const found = await setting(redis, name);
  if (found === value) return { level: 'ok', said: `${name} is ${value}.` };
  const advice = `Set ${name} ${value} in redis.conf.`;
  if (found === null)
    return { level: 'warn', said: `Redis does not tell ${name}.`, advice: `See that it is ${value}: otherwise ${otherwise}.` };
  return { level: 'warn', said: `${name} is ${found}: ${otherwise}.`, advice };
}

async function memory(redis: RedisCommands): Promise<Finding[]> {
  const info = String(await redis.command(['INFO', 'memory']));
  const number = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const [used, most] = [number('used_memory'), number('maxmemory')];
  if (most === 0 || used < most * 0.8) return [];
  return [
    {
      level: used < most * 0.95 ? 'warn' : 'fail',
      said: `Redis has used ${Math.round((100 * used) / most)} % of its memory.`,
      advice: 'Raise maxmemory.',
    },
  ];
}

/** Whether Redis answers, keeps what it is told and never throws it away. Changes nothing. */
export async function checkRedis(redis: RedisCommands): Promise<Finding[]> {
  await redis.command(['PING']);
  const settings = await Promise.all(wanted.map((each) => judge(redis, each)));
  return [{ level: 'ok', said: 'Redis answers.' }, ...settings, ...(await memory(redis))];
}
