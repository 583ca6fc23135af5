import { expect, test } from 'vitest';
import { ProviderError, type ModelCall, type ModelEvent } from '../../providers/port.ts';
import { createScriptedModel } from '../chat/__fixtures__/scripted-model.ts';
import { createGate } from './gate.ts';
import { guardProvider } from './guard-provider.ts';

const call: ModelCall = { model: 'm', messages: [] };
const gateOf = (most: number) => createGate({ most, waiting: 10, patience: 60_000, name: 'Vendor' });

async function read(stream: AsyncIterable<ModelEvent>, most = Infinity): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length >= most) break;
  }
  return events;
}

test('hands on what the model says, and gives the place back however it ends', async () => {
  const model = createScriptedModel();
  const gate = gateOf(1);
  const provider = guardProvider(model.provider, { gate, firstTokenMs: 60_000, name: 'Vendor' });
  const { signal } = new AbortController();

  const whole = read(provider.stream(call, signal));
  const first = await model.nextCall();
  first.say('a', 'b');
  first.finish();
  expect((await whole).map(({ type }) => type)).toEqual(['text-start', 'text-delta', 'text-delta', 'text-end', 'finish']);
  expect(gate.inside).toBe(0);

  const broken = read(provider.stream(call, signal));
  (await model.nextCall()).fail(new ProviderError('provider.failed', 'no'));
  await expect(broken).rejects.toMatchObject({ code: 'provider.failed' });
  expect(gate.inside).toBe(0);

  const left = read(provider.stream(call, signal), 1);
  const third = await model.nextCall();
  third.say('a', 'b');
  await left;
  await third.closed;
  expect(gate.inside).toBe(0);

  const run = new AbortController();
  const stopped = read(provider.stream(call, run.signal));
  const fourth = await model.nextCall();
  run.abort();
  expect(await stopped).toEqual([]);
  await fourth.closed;
  expect(gate.inside).toBe(0);
});

test('a call that is stopped while it waits never reaches the provider', async () => {
  const model = createScriptedModel();
  const gate = gateOf(1);
  const provider = guardProvider(model.provider, { gate, firstTokenMs: 60_000, name: 'Vendor' });
  const one = read(provider.stream(call, new AbortController().signal));
  const first = await model.nextCall();
  const run = new AbortController();
  const two = read(provider.stream(call, run.signal));
  await new Promise((resolve) => setImmediate(resolve));
  expect(gate.outside).toBe(1);
  run.abort();
  expect(await two).toEqual([]);
  first.finish();
  await one;
  expect(model.calls).toHaveLength(1);
  expect([gate.inside, gate.outside]).toEqual([0, 0]);
});

test('a model that says nothing in time is given up, and closed; a warning is nothing', async () => {
  const model = createScriptedModel();
  const provider = guardProvider(model.provider, { gate: null, firstTokenMs: 40, name: 'Vendor' });
  const silent = read(provider.stream(call, new AbortController().signal));
  const waiting = await model.nextCall();
  waiting.send({ type: 'warning', code: 'setting.unsupported', message: 'no' });
  await expect(silent).rejects.toMatchObject({ code: 'provider.timeout', message: 'Vendor did not begin to answer within 0.04 seconds.' });
  await waiting.closed;

  const slow = read(provider.stream(call, new AbortController().signal));
  const talking = await model.nextCall();
  talking.say('a');
  await new Promise((resolve) => setTimeout(resolve, 80));
  talking.finish();
  expect(await slow).toHaveLength(4);
});
