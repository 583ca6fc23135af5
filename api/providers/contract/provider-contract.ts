import { errorTable, type ErrorCode } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../port.ts';
import { checkModelEvents, wordsOf } from './check-model-events.ts';

/** A provider with something behind it that does as it is told. */
export interface ProviderUnderTest extends AsyncDisposable {
  readonly provider: ModelProvider;
  /** One of `models()`. */
  readonly model: string;
  /** Prompts that bring about what the suite looks at; each may differ in every provider. */
  readonly prompts: {
    /** A short complete answer, and exactly what it says. */
    readonly short: { readonly prompt: string; readonly text: string };
    /** An answer that would take a minute at least, its first words within a second. */
    readonly slow: string;
    /** A complete answer with so many words that they cannot all wait in one read. */
    readonly long: { readonly prompt: string; readonly text: string };
    readonly reasoning?: { readonly prompt: string; readonly reasoning: string; readonly text: string };
    readonly tool?: { readonly prompt: string; readonly name: string };
    /** Answers that fail, with what arrives before they do. */
    readonly failing: readonly { readonly prompt: string; readonly code: ErrorCode; readonly text: string }[];
  };
  /** Resolves when the far end sees the connection of the slow answer closed; absent when there is no far end. */
  readonly disconnected?: () => Promise<void>;
}

const callOf = (model: string, prompt: string): ModelCall => ({
  model,
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p1', text: prompt }] }],
});

/** A call of which no provider takes everything: settings, an answer of another provider's with sealed reasoning and tools, a file nobody reads. */
const muchToLeaveOut = ({ prompts }: ProviderUnderTest): Partial<ModelCall> => ({
  temperature: 2,
  topK: 1_000,
  seed: -5,
  verbosity: 'low',
  stop: ['1', '2', '3', '4', '5', '6'].map((word) => `stop-${word}`),
  accepts: { tools: false },
  loadFile: async () => Buffer.from('bytes'),
  messages: [
    { role: 'user', parts: [{ type: 'text', id: 'p1', text: 'What is the weather?' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', id: 'r', text: 'I look.', signature: 'elsewhere:sealed' },
        { type: 'tool-call', id: 'c', callId: 'c1', name: 'weather', arguments: '{}' },
        { type: 'tool-result', id: 'o', callId: 'c1', content: 'Rain.' },
        { type: 'text', id: 't', text: 'It rains.' },
      ],
    },
    {
      role: 'user',
      parts: [
        { type: 'text', id: 'p2', text: prompts.short.prompt },
        { type: 'file', id: 'f', fileId: 'zip', name: 'all.zip', mediaType: 'application/zip', bytes: 5 },
      ],
    },
  ],
});

interface Collected {
  readonly events: ModelEvent[];
  readonly error: unknown;
}

async function collect(stream: AsyncIterable<ModelEvent>): Promise<Collected> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

/** What every provider promises (`port.ts`), whatever its wire format. */
export function providerContract(name: string, create: () => Promise<ProviderUnderTest>): void {
  describe(`${name} keeps the contract of a provider`, () => {
    let subject: ProviderUnderTest;
    const ask = (prompt: string, signal: AbortSignal = new AbortController().signal): AsyncIterable<ModelEvent> =>
      subject.provider.stream(callOf(subject.model, prompt), signal);

    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => {
      await subject[Symbol.asyncDispose]();
    });

    test('lists its models with ids and names', async () => {
      const models = await subject.provider.models(new AbortController().signal);
      expect(models.map(({ id }) => id)).toContain(subject.model);
      for (const model of models) expect(model.name).not.toBe('');
      expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    });

    test('streams an answer in well-formed parts and finishes once, last', async () => {
      const { events, error } = await collect(ask(subject.prompts.short.prompt));
      expect(error).toBeUndefined();
      checkModelEvents(events, 'complete');
      expect(wordsOf(events)).toBe(subject.prompts.short.text);
      expect(events.at(-1)).toEqual({ type: 'finish', stopReason: 'end' });
    });

    test('loses and repeats nothing of a long answer, read fast or slowly', async () => {
      const { events } = await collect(ask(subject.prompts.long.prompt));
      checkModelEvents(events, 'complete');
      expect(wordsOf(events)).toBe(subject.prompts.long.text);

      const slowly: ModelEvent[] = [];
      for await (const event of ask(subject.prompts.long.prompt)) {
        slowly.push(event);
        if (slowly.length % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(wordsOf(slowly)).toBe(subject.prompts.long.text);
    });

    test('answers many at once, each its own', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => collect(ask(subject.prompts.short.prompt))));
      for (const { events, error } of answers) {
        expect(error).toBeUndefined();
        expect(wordsOf(events)).toBe(subject.prompts.short.text);
      }
    });

    test('shows reasoning before the answer', async (context) => {
      const { reasoning } = subject.prompts;
      if (!reasoning) return context.skip('this provider has no reasoning');
      const { events } = await collect(ask(reasoning.prompt));
      checkModelEvents(events, 'complete');
      expect(wordsOf(events, 'reasoning')).toBe(reasoning.reasoning);
      expect(wordsOf(events)).toBe(reasoning.text);
      expect(events.findIndex(({ type }) => type === 'reasoning-end')).toBeLessThan(events.findIndex(({ type }) => type === 'text-start'));
    });

    test('calls a tool with arguments that are JSON', async (context) => {
      const { tool } = subject.prompts;
      if (!tool) return context.skip('this provider calls no tools');
      const { events } = await collect(ask(tool.prompt));
      checkModelEvents(events, 'complete');
      const call = events.find((event) => event.type === 'tool-call-start');
      expect(call).toMatchObject({ name: tool.name, callId: expect.stringMatching(/./) });
      expect(() => JSON.parse(wordsOf(events, 'tool-call')) as unknown).not.toThrow();
      expect(events.at(-1)).toEqual({ type: 'finish', stopReason: 'tool-calls' });
    });

    test('fails with a typed error after whatever arrived', async () => {
      for (const failing of subject.prompts.failing) {
        const { events, error } = await collect(ask(failing.prompt));
        expect(error, failing.prompt).toBeInstanceOf(ProviderError);
        expect((error as ProviderError).code, failing.prompt).toBe(failing.code);
        expect(errorTable).toHaveProperty([(error as ProviderError).code]);
        expect((error as ProviderError).message).not.toBe('');
        checkModelEvents(events, 'failed');
        expect(wordsOf(events), failing.prompt).toBe(failing.text);
      }
    });

    test('does nothing before it is iterated, and does not throw', async () => {
      const stream = ask(subject.prompts.failing[0]?.prompt ?? subject.prompts.short.prompt);
      expect(typeof stream[Symbol.asyncIterator]).toBe('function');
    });

    test('ends without an error and without finish when it is aborted, and closes the connection within 100 ms', async () => {
      const took: number[] = [];
      // The best of a few tries: in one of them the machine may be busy with something else.
      while (took.length < 5 && !took.some((ms) => ms < 100)) {
        const control = new AbortController();
        const events: ModelEvent[] = [];
        let abortedAt = 0;
        for await (const event of ask(subject.prompts.slow, control.signal)) {
          events.push(event);
          if (event.type !== 'text-delta' || control.signal.aborted) continue;
          abortedAt = performance.now();
          control.abort();
        }
        checkModelEvents(events, 'aborted');
        await subject.disconnected?.();
        took.push(performance.now() - abortedAt);
      }
      expect(Math.min(...took)).toBeLessThan(100);
    });

    test('ends at once when it was aborted before', async () => {
      const { events, error } = await collect(ask(subject.prompts.short.prompt, AbortSignal.abort()));
      expect({ events, error }).toEqual({ events: [], error: undefined });
    });

    test('says beforehand, asking nobody, what it leaves out, in the words of the warnings that come with the answer', async () => {
      const call: ModelCall = { ...callOf(subject.model, subject.prompts.short.prompt), ...muchToLeaveOut(subject) };
      const foretold = subject.provider.leavesOut?.(call) ?? [];
      const { events, error } = await collect(subject.provider.stream(call, new AbortController().signal));
      expect(error).toBeUndefined();
      const warnings = events.flatMap((event) => (event.type === 'warning' ? [{ code: event.code, message: event.message }] : []));
      expect(foretold).not.toEqual([]);
      expect(warnings).toEqual(expect.arrayContaining([...foretold]));
    });

    test('stops when its reader leaves', async () => {
      for await (const event of ask(subject.prompts.slow)) if (event.type === 'text-delta') break;
      await subject.disconnected?.();
    });

    test('leaves no listener behind on a signal that outlives it', async () => {
      const control = new AbortController();
      let listeners = 0;
      const add = control.signal.addEventListener.bind(control.signal);
      const remove = control.signal.removeEventListener.bind(control.signal);
      control.signal.addEventListener = ((...args: Parameters<typeof add>) => {
        listeners += 1;
        return add(...args);
      }) as typeof add;
      control.signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
        listeners -= 1;
        return remove(...args);
      }) as typeof remove;
      await collect(ask(subject.prompts.short.prompt, control.signal));
      // A connection that is kept for the next request may take a moment to be let go.
      await expect.poll(() => listeners, { timeout: 3_000 }).toBeLessThanOrEqual(0);
    });
  });
}
