import { describe } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { describeBus } from '../contract/bus-contract.ts';
import { describeTurnLog } from '../contract/turn-log-contract.ts';
import type { Bus } from '../ports.ts';
import { redisNodes } from './__fixtures__/redis-nodes.ts';
import { createRedisBus } from './create-redis-bus.ts';
import { createRedisTurnLog } from './create-redis-turn-log.ts';

const nodes = await redisNodes();

describe.skipIf(nodes.server === null)('on Redis', () => {
  describeTurnLog('redis, read where it is written', {
    create: async (options) => createRedisTurnLog({ redis: await nodes.connect(), logger: silentLogger, grace: 50, ...options }),
  });

  describeTurnLog('redis, read on another node', {
    async create(options) {
      const [writer, reader] = await Promise.all(
        [1, 2].map(async () =>
          createRedisTurnLog({ redis: await nodes.connect(), logger: silentLogger, grace: 50, flushEvery: 2, ...options }),
        ),
      );
      return {
        ...writer!,
        read(turnId, cursor, listener) {
          // What is due on the writing node goes when somebody reads there.
          writer!.read('', 0, { onEntries: () => false, onEnd: () => undefined })();
          return reader!.read(turnId, cursor, listener);
        },
        async [Symbol.asyncDispose]() {
          await reader![Symbol.asyncDispose]();
          await writer![Symbol.asyncDispose]();
        },
      };
    },
  });

  let ends: readonly Bus[] = [];
  /** What was sent before arrives before: both connections keep the order. */
  const settle = async (): Promise<void> => {
    for (const [from, to] of [ends, ends.toReversed()]) {
      let heard = 0;
      const leave = to!.subscribe('settle', () => void (heard += 1));
      while (heard === 0) {
        from!.publish('settle', { kind: 'stop' });
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      leave();
    }
  };
  const create = async (names: readonly string[]): ReturnType<Parameters<typeof describeBus>[1]['create']> => {
    ends = await Promise.all(names.map(async (node) => createRedisBus({ redis: await nodes.connect(), logger: silentLogger, node })));
    const close = async (): Promise<void> => {
      for (const end of ends) await end[Symbol.asyncDispose]();
    };
    return { publisher: ends[0]!, subscriber: ends.at(-1)!, close };
  };
  describeBus('redis, one node', {
    create: () => create(['a']),
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  });
  describeBus('redis, two nodes', { create: () => create(['a', 'b']), settle });
});
