import { expect, test } from 'vitest';
import { createPauses } from './pauses.ts';
import { createTransportChoice } from './transport-choice.ts';
import { realtimeTimes } from './types.ts';

function choice(hasSocket = true) {
  const clock = { time: 0 };
  return { clock, ...createTransportChoice(realtimeTimes, () => clock.time, hasSocket) };
}

test('begins with the socket, and with the stream where there is none', () => {
  expect(choice().next()).toBe('socket');
  expect(choice(false).next()).toBe('stream');
});

test('uses the stream when a socket does not open, and the socket again after a while that doubles', () => {
  const { clock, next, ended, socketDueIn } = choice();
  ended('socket', 'unreachable', 0);
  expect([next(), socketDueIn()]).toEqual(['stream', 30_000]);
  clock.time = 30_000;
  expect(next()).toBe('socket');
  ended('socket', 'unreachable', 0);
  expect(socketDueIn()).toBe(60_000);
  for (let round = 0; round < 10; round += 1) ended('socket', 'unreachable', 0);
  expect(socketDueIn()).toBe(600_000);
});

test('goes back to the socket when the stream does not open either', () => {
  const { next, ended } = choice();
  ended('socket', 'unreachable', 0);
  ended('stream', 'unreachable', 0);
  expect(next()).toBe('socket');
});

test('uses the stream after three short lives in a row, counting only what the network did', () => {
  const { next, ended } = choice();
  ended('socket', 'network', 14_999);
  ended('socket', 'unauthorized', 10);
  ended('socket', 'draining', 10);
  ended('socket', 'network', 100);
  ended('socket', 'network', 15_000);
  ended('socket', 'network', 1);
  ended('socket', 'network', 1);
  expect(next()).toBe('socket');
  ended('socket', 'network', 1);
  expect(next()).toBe('stream');
});

test('waits not at all, then longer and longer with jitter, up to the longest pause', () => {
  const least = createPauses(realtimeTimes, () => 0);
  const most = createPauses(realtimeTimes, () => 1);
  const of = (pauses: typeof least) => Array.from({ length: 8 }, () => pauses.next());
  expect(of(least)).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 7_500, 7_500]);
  expect(of(most)).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  most.reset();
  expect(most.next()).toBe(0);
});
