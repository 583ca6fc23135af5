import { fakeText } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { distribution, judge, tokenNumbers, type Evidence } from './verdict.ts';

const killedUs = 10_000_000;
/** Tokens 1 … count, one every 20 ms, the last one `lastAgo` ms before the kill. */
const times = (count: number, lastAgo: number): Map<number, number> =>
  new Map(Array.from({ length: count }, (_, index) => [index + 1, killedUs - (lastAgo + (count - 1 - index) * 20) * 1_000]));

const evidence = (more: Partial<Evidence>): Evidence => ({
  turnId: 't',
  killedUs,
  writtenUs: times(50, 5),
  shownUs: times(49, 6),
  endShown: null,
  stopAcknowledged: false,
  stored: { text: fakeText(48), status: 'interrupted' },
  ...more,
});

test('accepts the loss of what came less than 100 ms before the kill', () => {
  expect(judge(evidence({}))).toEqual({ turnId: 't', problems: [], late: [], lostWrittenMs: 25, lostShownMs: 6 });
});

test('notices a token that was written or shown earlier and is lost', () => {
  const { late } = judge(evidence({ stored: { text: fakeText(44), status: 'interrupted' } }));
  expect(late).toEqual(['a token written 105.0 ms before the kill is lost']);
  expect(judge(evidence({ writtenUs: new Map(), shownUs: times(49, 95) })).late).toEqual([]);
  expect(judge(evidence({ writtenUs: new Map(), shownUs: times(49, 101) })).late).toEqual([
    'a token shown 101.0 ms before the kill is lost',
  ]);
});

test.each([
  ['a gap', ' w1 w2 w4'],
  ['a repeat', ' w1 w2 w2'],
  ['a beginning that is missing', ' w2 w3'],
])('notices %s', (_name, text) => {
  expect(judge(evidence({ writtenUs: new Map(), shownUs: new Map(), stored: { text, status: 'interrupted' } })).problems).toHaveLength(1);
});

test('notices a turn that still runs, and an end or a stop that was promised', () => {
  const of = (more: Partial<Evidence>): readonly string[] =>
    judge(evidence({ writtenUs: new Map(), shownUs: new Map(), ...more })).problems;
  expect(of({ stored: { text: '', status: 'running' } })).toEqual(['the turn is still running']);
  expect(of({ endShown: 'done' })).toEqual(['readers were shown the end done, stored is interrupted']);
  expect(of({ stopAcknowledged: true })).toEqual(['an acknowledged stop became interrupted']);
});

test('lets nothing be lost that was shown before an end that was shown', () => {
  const lost = evidence({ endShown: 'done', stored: { text: fakeText(48), status: 'done' } });
  expect(judge(lost).problems).toEqual(['a token that was shown before a shown end is lost']);
});

test('reads token numbers and says how ages are distributed', () => {
  expect(tokenNumbers(fakeText(3))).toEqual([1, 2, 3]);
  expect(distribution([5, 1, 3])).toEqual({ count: 3, p50: 3, p90: 3, p99: 3, max: 5 });
  expect(distribution([])).toEqual({ count: 0, p50: 0, p90: 0, p99: 0, max: 0 });
});
