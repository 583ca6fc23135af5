import { emptyAnswer } from '@parley/chat-core';
import { limits, type TurnEvent } from '@parley/contracts';
import { expect, test } from 'vitest';
import { createMemoryTurnLog } from '../../realtime/memory/create-memory-turn-log.ts';
import { createAnswerWriter } from './write-answer.ts';

const delta = (text: string): TurnEvent => ({ type: 'text-delta', part: 'p1', delta: text });

test('ends an answer before it outgrows its cap, counting bytes and not characters', async () => {
  await using turnLog = createMemoryTurnLog();
  const writer = createAnswerWriter(await turnLog.acquire('t', 1), emptyAnswer(), 10);
  writer.write({ type: 'text-start', part: 'p1' });
  writer.write(delta('äöü'));
  writer.write(delta('1234'));
  expect(() => writer.write(delta('5'))).toThrow(expect.objectContaining({ code: 'turn.too-long', params: { bytes: 10 } }));
  expect(writer.answer.parts).toEqual([{ type: 'text', id: 'p1', text: 'äöü1234' }]);
});

test('holds 16 MB and not a byte more', async () => {
  await using turnLog = createMemoryTurnLog();
  const writer = createAnswerWriter(await turnLog.acquire('t', 1), emptyAnswer(), limits.answerBytes);
  writer.write({ type: 'text-start', part: 'p1' });
  const megabyte = 'x'.repeat(1_048_576);
  for (let count = 0; count < 16; count += 1) writer.write(delta(megabyte));
  expect(() => writer.write(delta('x'))).toThrow('greatest length');
});

test('counts what a continued answer already holds', async () => {
  await using turnLog = createMemoryTurnLog();
  const answer = emptyAnswer([{ type: 'text', id: 'p1', text: 'x'.repeat(100) }]);
  const writer = createAnswerWriter(await turnLog.acquire('t', 1), answer, 100);
  expect(() => writer.write(delta('y'))).toThrow('greatest length');
});

test('says that nothing arrived until the provider said something', async () => {
  await using turnLog = createMemoryTurnLog();
  const writer = createAnswerWriter(await turnLog.acquire('t', 1), emptyAnswer(), 100);
  writer.write({ type: 'attempt-start', attempt: 1 });
  writer.write({ type: 'warning', code: 'x', message: 'y' });
  expect(writer.arrived).toBe(false);
  writer.write({ type: 'text-start', part: 'p1' });
  expect(writer.arrived).toBe(true);
});
