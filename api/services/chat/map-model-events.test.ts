import { applyChatEvent, emptyAnswer } from '@parley/chat-core';
import type { Part, TurnEvent } from '@parley/contracts';
import { expect, test } from 'vitest';
import { createModelEventMapper, type ModelEventMapper } from './map-model-events.ts';

function mapped(parts: Part[], events: Parameters<ModelEventMapper['accept']>[0][], now: () => number = () => 0): TurnEvent[] {
  const out: TurnEvent[] = [];
  const mapper = createModelEventMapper(parts, now, (event) => out.push(event));
  for (const event of events) mapper.accept(event);
  mapper.closeParts();
  return out;
}

function answerOf(parts: Part[], events: TurnEvent[]): Part[] {
  const answer = emptyAnswer(parts);
  for (const event of events) applyChatEvent(answer, event);
  return answer.parts;
}

test('counts parts from p1 and measures reasoning', () => {
  let clock = 1_000;
  const events = mapped(
    [],
    [
      { type: 'reasoning-start', part: 'r' },
      { type: 'reasoning-delta', part: 'r', delta: 'hm' },
      { type: 'reasoning-end', part: 'r', signature: 'sig' },
      { type: 'text-start', part: '0' },
      { type: 'text-delta', part: '0', delta: 'Yes.' },
      { type: 'text-end', part: '0' },
    ],
    () => (clock += 250),
  );
  expect(events[2]).toEqual({ type: 'reasoning-end', part: 'p1', durationMs: 250, signature: 'sig' });
  expect(answerOf([], events)).toEqual([
    { type: 'reasoning', id: 'p1', text: 'hm', signature: 'sig', durationMs: 250 },
    { type: 'text', id: 'p2', text: 'Yes.' },
  ]);
});

test('goes on with the last text of a continued answer and counts behind its parts', () => {
  const parts: Part[] = [
    { type: 'reasoning', id: 'p1', text: 'so' },
    { type: 'text', id: 'p7', text: 'One, ' },
  ];
  const events = mapped(parts, [
    { type: 'reasoning-start', part: 'r' },
    { type: 'reasoning-delta', part: 'r', delta: 'go on' },
    { type: 'text-start', part: 't' },
    { type: 'text-delta', part: 't', delta: 'two.' },
    { type: 'text-end', part: 't' },
    { type: 'text-start', part: 'u' },
    { type: 'text-delta', part: 'u', delta: 'More.' },
  ]);
  expect(answerOf(parts, events)).toEqual([
    { type: 'reasoning', id: 'p1', text: 'so' },
    { type: 'text', id: 'p7', text: 'One, two.' },
    { type: 'reasoning', id: 'p8', text: 'go on', durationMs: 0 },
    { type: 'text', id: 'p9', text: 'More.' },
  ]);
});

test('begins a new text when a tool was called after the last one', () => {
  const parts: Part[] = [
    { type: 'text', id: 'p1', text: 'Let me look.' },
    { type: 'tool-call', id: 'p2', callId: 'c', name: 'look', arguments: '{}' },
  ];
  const [first] = mapped(parts, [{ type: 'text-delta', part: 't', delta: 'Found.' }]);
  expect(first).toEqual({ type: 'text-start', part: 'p3' });
});

test('starts a part that the provider forgot to start, and ends what it left open', () => {
  expect(mapped([], [{ type: 'text-delta', part: 'x', delta: 'a' }])).toEqual([
    { type: 'text-start', part: 'p1' },
    { type: 'text-delta', part: 'p1', delta: 'a' },
    { type: 'text-end', part: 'p1' },
  ]);
});

test('keeps tool calls and sources apart under ids of their own', () => {
  const events = mapped(
    [],
    [
      { type: 'tool-call-start', part: 'a', callId: 'c1', name: 'search' },
      { type: 'tool-call-start', part: 'b', callId: 'c2', name: 'fetch' },
      { type: 'tool-call-delta', part: 'a', delta: '{"q":1}' },
      { type: 'tool-call-delta', part: 'b', delta: '{}' },
      { type: 'tool-call-end', part: 'a' },
      { type: 'source', part: 'a', url: 'https://example.org/' },
    ],
  );
  expect(answerOf([], events)).toEqual([
    { type: 'tool-call', id: 'p1', callId: 'c1', name: 'search', arguments: '{"q":1}' },
    { type: 'tool-call', id: 'p2', callId: 'c2', name: 'fetch', arguments: '{}' },
    { type: 'source', id: 'p3', url: 'https://example.org/' },
  ]);
  expect(events.at(-1)).toEqual({ type: 'tool-call-end', part: 'p2' });
});
