import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../../providers/port.ts';
import { probeModel } from './probe-model.ts';

const { signal } = new AbortController();
const words = (...deltas: string[]): ModelEvent[] => deltas.map((delta) => ({ type: 'text-delta', part: 't', delta }));
const finish: ModelEvent = { type: 'finish', stopReason: 'end' };

/** A model that answers by what is asked of it. */
function modelOf(answer: (call: ModelCall) => ModelEvent[] | Error): ModelProvider & { readonly calls: ModelCall[] } {
  const calls: ModelCall[] = [];
  return {
    calls,
    models: async () => [],
    async *stream(call) {
      calls.push(call);
      const events = answer(call);
      if (events instanceof Error) throw events;
      yield* events;
      yield finish;
    },
  };
}

test('finds out what a capable model does, and that it gets what it needs for it', async () => {
  const model = modelOf((call) => {
    if (call.tools) return [{ type: 'tool-call-start', part: 'c', callId: 'c', name: 'get_time' }];
    if (call.responseFormat) return words('{"name": "Tom",', ' "age": 3}');
    if (call.reasoningEffort) return [{ type: 'usage', usage: { reasoningTokens: 7 } }, ...words('6')];
    if (call.loadFile) return words('Red.');
    return words('one', ' two');
  });
  const findings = await probeModel(model.stream, 'm', signal);
  expect(findings).toEqual({
    stream: { result: 'yes' },
    tools: { result: 'yes' },
    images: { result: 'yes' },
    reasoning: { result: 'yes' },
    json: { result: 'yes' },
  });
  expect(model.calls).toHaveLength(5);
  for (const call of model.calls) expect(call.maxOutputTokens).toBeLessThanOrEqual(400);
  const bytes = await model.calls.find(({ loadFile }) => loadFile)!.loadFile!('probe', signal);
  expect(Buffer.from(bytes!).subarray(1, 4).toString()).toBe('PNG');
});

test('tells what a model cannot do from what nobody can say now', async () => {
  const model = modelOf((call) => {
    if (call.tools) return new ProviderError('provider.bad-request', 'tools are not supported');
    if (call.responseFormat) return [{ type: 'warning', code: 'setting.unsupported', message: 'no forms' }, ...words('{"a": 1}')];
    if (call.reasoningEffort) return words('Six.');
    if (call.loadFile) return new ProviderError('provider.rate-limited', 'slow down');
    return words('one two');
  });
  expect(await probeModel(model.stream, 'm', signal)).toEqual({
    stream: { result: 'no', note: 'The answer came in one piece.' },
    tools: { result: 'no', note: 'tools are not supported' },
    images: { result: 'unknown', note: 'slow down' },
    reasoning: { result: 'no', note: 'Six.' },
    json: { result: 'no', note: 'no forms' },
  });
});

test('asks nothing more of a model that does not answer', async () => {
  const model = modelOf(() => new ProviderError('provider.key-refused', 'wrong key'));
  const findings = await probeModel(model.stream, 'm', signal);
  expect(model.calls).toHaveLength(1);
  expect(findings.stream).toEqual({ result: 'unknown', note: 'wrong key' });
  expect(findings.tools).toEqual({ result: 'unknown' });
});

test('gives up the open questions when a call is refused on this side', async () => {
  const refusal = new RequestError('budget.exceeded');
  let gaveUp = 0;
  const asked = probeModel(
    async function* (call, until) {
      if (call.tools) throw refusal;
      if (call.messages[0]!.parts.length === 1 && !call.responseFormat && !call.reasoningEffort) yield* words('one', ' two');
      else {
        await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }));
        gaveUp += 1;
      }
      yield finish;
    },
    'm',
    signal,
  );
  await expect(asked).rejects.toBe(refusal);
  await expect.poll(() => gaveUp).toBe(3);
});
