import { expect, test, vi } from 'vitest';
import { describeBus } from '../contract/bus-contract.ts';
import { describeCache } from '../contract/cache-contract.ts';
import { describeLease } from '../contract/lease-contract.ts';
import { describeRateLimit } from '../contract/rate-limit-contract.ts';
import { describeTurnLog } from '../contract/turn-log-contract.ts';
import { createMemoryBus } from './create-memory-bus.ts';
import { createMemoryCache } from './create-memory-cache.ts';
import { createMemoryLease } from './create-memory-lease.ts';
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

/** A clock that a test moves by hand. */
function handClock(): { now: () => number; pass: (ms: number) => Promise<void>; close: () => Promise<void> } {
  let time = 0;
  return { now: () => time, pass: async (ms) => void (time += ms), close: async () => undefined };
}

describeCache('memory', async () => {
  const clock = handClock();
  return {
    ...clock,
    create: async ({ maxEntries }) => {
      const cache = createMemoryCache({ maxEntries, now: clock.now });
      return [cache, cache];
    },
  };
});

describeLease('memory', async () => {
  const clock = handClock();
  const lease = createMemoryLease({ now: clock.now });
  return { ...clock, nodes: [lease, lease] };
});

describeRateLimit('memory', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  const limit = createMemoryRateLimit();
  return {
    nodes: [limit, limit],
    pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    close: async () => void vi.useRealTimers(),
  };
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
