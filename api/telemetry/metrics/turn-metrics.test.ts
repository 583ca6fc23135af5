import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSamples } from '../__fixtures__/read-samples.ts';
import { createTurnMetrics } from './turn-metrics.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

function metrics() {
  const registry = new Registry();
  const turns = createTurnMetrics(registry, Date.now);
  return { turns, read: async () => readSamples(await registry.metrics()) };
}

test('pieces are counted while a turn streams, each once', async () => {
  const { turns, read } = metrics();
  const watch = { pieces: 0 };
  const meter = turns.start(watch);
  meter.resolved('openAI');
  watch.pieces = 7;
  vi.advanceTimersByTime(100);
  expect((await read()).get('parley_streamed_pieces_total{endpoint="openAI"}')).toBe(7);
  watch.pieces = 9;
  expect((await read()).get('parley_streamed_pieces_total{endpoint="openAI"}')).toBe(9);
  watch.pieces = 10;
  meter.ended('done');
  expect((await read()).get('parley_streamed_pieces_total{endpoint="openAI"}')).toBe(10);
});

test('a stream that stands still between two pieces is a silence of that length; a swift one is none', async () => {
  const { turns, read } = metrics();
  const watch = { pieces: 0 };
  const meter = turns.start(watch);
  meter.resolved('demo');
  const stream = (pieces: number): void => {
    for (let i = 0; i < pieces; i += 1) {
      watch.pieces += 1;
      vi.advanceTimersByTime(50);
    }
  };
  vi.advanceTimersByTime(3_000);
  stream(20);
  vi.advanceTimersByTime(4_000);
  stream(20);
  meter.ended('done');
  const samples = await read();
  expect(samples.get('parley_stream_silence_seconds_count{endpoint="demo"}')).toBe(1);
  expect(samples.get('parley_stream_silence_seconds_sum{endpoint="demo"}')).toBeCloseTo(4, 0);
});

test('starts, ends, failures, first pieces and durations are told by endpoint', async () => {
  const { turns, read } = metrics();
  const first = turns.start({ pieces: 0 });
  first.resolved('demo');
  vi.advanceTimersByTime(300);
  first.firstPiece();
  first.attemptFailed('provider.cut-off');
  vi.advanceTimersByTime(700);
  first.ended('failed');
  turns.start({ pieces: 0 }).ended('stopped');
  const samples = await read();
  expect(samples.get('parley_turns_started_total')).toBe(2);
  expect(samples.get('parley_turns_ended_total{endpoint="demo",status="failed"}')).toBe(1);
  expect(samples.get('parley_turns_ended_total{endpoint="unknown",status="stopped"}')).toBe(1);
  expect(samples.get('parley_provider_failures_total{endpoint="demo",code="provider.cut-off"}')).toBe(1);
  expect(samples.get('parley_time_to_first_token_seconds_sum{endpoint="demo"}')).toBeCloseTo(0.3);
  expect(samples.get('parley_turn_duration_seconds_sum{endpoint="demo"}')).toBeCloseTo(1);
});

test('endpoints without end share one label, and nothing ticks when nothing runs', async () => {
  const { turns, read } = metrics();
  for (let i = 0; i < 300; i += 1) {
    const meter = turns.start({ pieces: 0 });
    meter.resolved(`endpoint-${i}`);
    meter.ended('done');
  }
  const samples = [...(await read()).keys()].filter((name) => name.startsWith('parley_turns_ended_total'));
  expect(samples.length).toBeLessThanOrEqual(101);
  expect(samples).toContain('parley_turns_ended_total{endpoint="other",status="done"}');
  expect(vi.getTimerCount()).toBe(0);
});
