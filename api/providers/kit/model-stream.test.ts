import { expect, test } from 'vitest';
import type { ModelEvent } from '../port.ts';
import { modelStream, type Sink } from './model-stream.ts';

const delta = (text: string): ModelEvent => ({ type: 'text-delta', part: 'p1', delta: text });
const finish: ModelEvent = { type: 'finish', stopReason: 'end' };
const never = (): AbortSignal => new AbortController().signal;

async function drain(stream: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('runs nothing until it is iterated', async () => {
  let runs = 0;
  const stream = modelStream(never(), async (sink) => {
    runs += 1;
    sink(finish);
  });
  expect(runs).toBe(0);
  expect(await drain(stream)).toEqual([finish]);
  expect(runs).toBe(1);
});

test('hands out everything in order, whether the reader or the provider is faster', async () => {
  const wanted = Array.from({ length: 1_000 }, (_, index) => delta(String(index)));
  const ahead = modelStream(never(), async (sink) => [...wanted, finish].forEach(sink));
  expect(await drain(ahead)).toEqual([...wanted, finish]);
  const behind = modelStream(never(), async (sink) => {
    for (const event of wanted) {
      await Promise.resolve();
      sink(event);
    }
    sink(finish);
  });
  expect(await drain(behind)).toEqual([...wanted, finish]);
});

test('throws a failure once, after what arrived before it', async () => {
  const stream = modelStream(never(), async (sink) => {
    sink(delta('a'));
    sink(delta('b'));
    throw new Error('broke');
  });
  const iterator = stream[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ value: delta('a'), done: false });
  expect(await iterator.next()).toEqual({ value: delta('b'), done: false });
  await expect(iterator.next()).rejects.toThrow('broke');
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
});

test('throws a failure to a reader that waits', async () => {
  const failing = Promise.withResolvers<void>();
  const next = modelStream(never(), () => failing.promise)
    [Symbol.asyncIterator]()
    .next();
  failing.reject(new Error('broke'));
  await expect(next).rejects.toThrow('broke');
});

test('ends a waiting reader when aborted, drops what still comes and swallows how the run ends', async () => {
  const control = new AbortController();
  let sink: Sink = () => undefined;
  let inner: AbortSignal | undefined;
  const iterator = modelStream(control.signal, (given, signal) => {
    sink = given;
    inner = signal;
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  })[Symbol.asyncIterator]();
  const next = iterator.next();
  control.abort();
  expect(await next).toEqual({ value: undefined, done: true });
  expect(inner?.aborted).toBe(true);
  sink(delta('late'));
  expect(await iterator.next()).toEqual({ value: undefined, done: true });
});

test('keeps the connection a moment after finish, then lets it go', async () => {
  let inner: AbortSignal | undefined;
  const stream = modelStream(never(), (sink, signal) => {
    inner = signal;
    sink(finish);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  });
  expect(await drain(stream)).toEqual([finish]);
  expect(inner?.aborted).toBe(false);
  await expect.poll(() => inner?.aborted, { timeout: 5_000 }).toBe(true);
});
