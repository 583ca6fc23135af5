import { RequestError, type TurnEvent } from '@parley/contracts';
import { expect, test } from 'vitest';
import { handOver } from './store-progress.ts';

const said: string[] = [];
const say = (_fields: object, words: string): void => void said.push(words);
const logger = { debug: say, info: say, warn: say, error: say };

test('a turn is handed over by an event that is durable before anybody is told', async () => {
  const written: (TurnEvent | 'flush')[] = [];
  const log = {
    turnId: 'a-turn',
    epoch: 1,
    append: (event: TurnEvent) => written.push(event),
    flush: async () => void written.push('flush'),
    finalize: () => Promise.reject(new Error('the log stays open for the next')),
  };
  expect(await handOver({ logger }, log)).toBe(true);
  expect(written).toEqual([{ type: 'hand-over' }, 'flush']);
});

test.each([
  [
    'is another node’s already',
    {
      append: () => {
        throw new RequestError('turn.stale-epoch', {});
      },
    },
  ],
  ['cannot be made durable', { flush: () => Promise.reject(new Error('no Redis')) }],
])('a log that %s is not handed over, and the turn is stored here', async (_name, broken) => {
  const log = { turnId: 'a-turn', epoch: 1, append: () => 1, flush: async () => undefined, finalize: async () => undefined, ...broken };
  expect(await handOver({ logger }, log)).toBe(false);
  expect(said.at(-1)).toContain('stored as it is');
});
