import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeBus } from '../contract/bus-contract.ts';
import { describeCache } from '../contract/cache-contract.ts';
import { describeRateLimit } from '../contract/rate-limit-contract.ts';
import { describeTurnLog } from '../contract/turn-log-contract.ts';
import { createMemoryBus } from './create-memory-bus.ts';
import { createMemoryCache } from './create-memory-cache.ts';
import { createMemoryRateLimit } from './create-memory-rate-limit.ts';
import { createMemoryTurnLog } from './create-memory-turn-log.ts';

describeTurnLog('memory', {
  create: async ({ now, linger, lingerBytes }) => createMemoryTurnLog({ now, linger, lingerBytes }),
});

describeBus('memory', {
  create: async () => {
    const bus = createMemoryBus();
    return { publisher: bus, subscriber: bus, close: () => bus[Symbol.asyncDispose]() };
  },
  settle: () => Promise.resolve(),
});

describeCache('memory', { create: createMemoryCache });

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterAll(() => void vi.useRealTimers());

describeRateLimit('memory', {
  create: createMemoryRateLimit,
  pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
});

test('a bus listener that throws is reported and harms no other', async () => {
  const errors: unknown[] = [];
  const bus = createMemoryBus((error) => errors.push(error));
  let heard = 0;
  bus.subscribe('a', () => {
    throw new Error('listener');
  });
  bus.subscribe('a', () => void (heard += 1));
  bus.publish('a', { kind: 'stop' });
  await Promise.resolve();
  expect([heard, errors.length]).toEqual([1, 1]);
});
