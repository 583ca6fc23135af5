import { expect, test } from 'vitest';
import type { TurnEvent } from '@parley/contracts';
import { applyChatEvent, emptyAnswer } from './apply-chat-event.ts';

const events: TurnEvent[] = [
  { type: 'turn-start', answerId: 'a', model: { endpoint: 'demo', id: 'demo' } },
  { type: 'reasoning-start', part: 'p1' },
  { type: 'reasoning-delta', part: 'p1', delta: 'Hm' },
  { type: 'reasoning-end', part: 'p1', signature: 'sig', durationMs: 12 },
  { type: 'text-start', part: 'p2' },
  { type: 'text-delta', part: 'p2', delta: 'Hello ' },
  { type: 'text-delta', part: 'p2', delta: 'there' },
  { type: 'text-end', part: 'p2' },
  { type: 'tool-call-start', part: 'p3', callId: 'c', name: 'clock' },
  { type: 'tool-call-delta', part: 'p3', delta: '{}' },
  { type: 'tool-result', part: 'p4', callId: 'c', content: 'noon' },
  { type: 'usage', usage: { inputTokens: 3 } },
  { type: 'usage', usage: { outputTokens: 4 } },
  { type: 'turn-end', status: 'done', stopReason: 'end' },
];

test('folds a turn into its answer', () => {
  const answer = emptyAnswer();
  for (const event of events) applyChatEvent(answer, event);
  expect(answer).toEqual({
    status: 'done',
    stopReason: 'end',
    model: { endpoint: 'demo', id: 'demo' },
    error: null,
    usage: { inputTokens: 3, outputTokens: 4 },
    parts: [
      { type: 'reasoning', id: 'p1', text: 'Hm', signature: 'sig', durationMs: 12 },
      { type: 'text', id: 'p2', text: 'Hello there' },
      { type: 'tool-call', id: 'p3', callId: 'c', name: 'clock', arguments: '{}' },
      { type: 'tool-result', id: 'p4', callId: 'c', content: 'noon' },
    ],
  });
});

test('continues the parts of an earlier turn without touching the originals', () => {
  const before = [{ type: 'text' as const, id: 'p1', text: 'Half' }];
  const answer = emptyAnswer(before);
  applyChatEvent(answer, { type: 'text-delta', part: 'p1', delta: ' done' });
  expect(answer.parts).toEqual([{ type: 'text', id: 'p1', text: 'Half done' }]);
  expect(before[0]?.text).toBe('Half');
});

test('skips events it does not know and deltas of parts that never started', () => {
  const answer = emptyAnswer();
  expect(applyChatEvent(answer, { type: 'from-the-future' } as unknown as TurnEvent)).toBe(false);
  applyChatEvent(answer, { type: 'text-delta', part: 'nowhere', delta: 'x' });
  expect(answer.parts).toEqual([]);
});

test('what a person should know of stands in the answer once, however often it is said; the rest does not', () => {
  const answer = emptyAnswer([]);
  const warning = (code: string, message: string) => applyChatEvent(answer, { type: 'warning', code, message });
  expect(warning('setting.unsupported', 'A seed was left out.')).toBe(true);
  expect(warning('setting.unsupported', 'A seed was left out.')).toBe(false);
  expect(warning('provider.unknown-block', 'Something new.')).toBe(false);
  expect(warning('file.left-out', 'a.pdf was left out.')).toBe(true);
  expect(answer.parts).toEqual([
    { type: 'warning', id: 'warning-1', code: 'setting.unsupported', message: 'A seed was left out.' },
    { type: 'warning', id: 'warning-2', code: 'file.left-out', message: 'a.pdf was left out.' },
  ]);
  for (let index = 0; index < 40; index += 1) warning('setting.narrowed', `No. ${index}`);
  expect(answer.parts).toHaveLength(20);
});
