import { errorTable, type Probe, type ProbedAbility, type ProbeFinding, type Usage } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelEvent } from '../../providers/port.ts';

/** A red square of 32 pixels. */
const redSquare = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC',
  'base64',
);

/** Each question may take so long, and its answer so many tokens; there are five of them. */
const patience = 25_000;
const mostTokens = 400;
const longestNote = 200;

interface Heard {
  readonly text: string;
  readonly pieces: number;
  readonly reasoned: boolean;
  readonly called: boolean;
  /** Codes and words of warnings. */
  readonly warned: readonly string[];
}

const says = (text: string): ModelCall['messages'] => [{ role: 'user', parts: [{ type: 'text', id: 'p1', text }] }];

/** Makes one call of the model that is asked. */
export type ProbeStream = (call: ModelCall, signal: AbortSignal) => AsyncIterable<ModelEvent>;

/** Asks one question and takes in what comes back. */
async function hear(stream: ProbeStream, call: ModelCall, signal: AbortSignal): Promise<Heard> {
  const own = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  let [text, pieces, reasoned, called] = ['', 0, false, false];
  let usage: Usage = {};
  const warned: string[] = [];
  for await (const event of stream({ maxOutputTokens: mostTokens, ...call }, own)) {
    if (event.type === 'text-delta') {
      pieces += 1;
      text += event.delta;
    } else if (event.type === 'reasoning-start' || event.type === 'reasoning-delta') reasoned = true;
    else if (event.type === 'tool-call-start') called = true;
    else if (event.type === 'usage') usage = { ...usage, ...event.usage };
    else if (event.type === 'warning') warned.push(event.message);
  }
  signal.throwIfAborted();
  if (own.aborted) throw new ProviderError('provider.timeout', `No whole answer within ${patience / 1_000} seconds.`);
  return { text, pieces, reasoned: reasoned || (usage.reasoningTokens ?? 0) > 0, called, warned };
}

const finding = (result: ProbeFinding['result'], note?: string): ProbeFinding => ({
  result,
  ...(note === undefined || note === '' ? {} : { note: note.slice(0, longestNote) }),
});

/** What a failure says about an ability: nothing, when the same question may go well later or the account is at fault. */
function ofFailure(error: unknown): ProbeFinding {
  if (!(error instanceof ProviderError)) throw error;
  const { retryable } = errorTable[error.code];
  const saysNothing = retryable || ['provider.key-refused', 'provider.forbidden', 'provider.quota-exhausted'].includes(error.code);
  return finding(saysNothing ? 'unknown' : 'no', error.message);
}

interface Question {
  readonly call: Omit<ModelCall, 'model'>;
  readonly judge: (heard: Heard) => boolean;
}

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text.replace(/^\s*```(?:json)?|```\s*$/g, '')) === 'object';
  } catch {
    // Words, not JSON: that is the answer to the question.
    return false;
  }
};

const questions: Readonly<Record<Exclude<ProbedAbility, 'stream'>, Question>> = {
  tools: {
    call: {
      messages: says('Which time is it in Paris? Use the tool.'),
      tools: [
        {
          name: 'get_time',
          description: 'The time in a city.',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      ],
    },
    judge: ({ called }) => called,
  },
  images: {
    call: {
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'text', id: 'p1', text: 'Which colour is this picture? Answer with one English word.' },
            { type: 'file', id: 'p2', fileId: 'probe', name: 'square.png', mediaType: 'image/png', bytes: redSquare.length },
          ],
        },
      ],
      accepts: { images: true },
      loadFile: () => Promise.resolve(redSquare),
    },
    judge: ({ text }) => /\bred\b/i.test(text),
  },
  reasoning: {
    call: { messages: says('How many times is the letter r in “strawberry raspberry”? Answer with the number.'), reasoningEffort: 'low' },
    judge: ({ reasoned }) => reasoned,
  },
  json: {
    call: {
      messages: says('Describe a cat as JSON: {"name": text, "age": number}. Nothing else.'),
      responseFormat: {
        type: 'json_schema',
        name: 'cat',
        schema: {
          type: 'object',
          properties: { name: { type: 'string' }, age: { type: 'number' } },
          required: ['name', 'age'],
          additionalProperties: false,
        },
        strict: true,
      },
    },
    judge: ({ text }) => isJson(text),
  },
};

async function ask(stream: ProbeStream, model: string, { call, judge }: Question, signal: AbortSignal): Promise<ProbeFinding> {
  try {
    const heard = await hear(stream, { ...call, model }, signal);
    // A warning says that the adapter has no such thing: what came back is then an answer to another question.
    if (heard.warned.length > 0) return finding('no', heard.warned[0]);
    return judge(heard) ? finding('yes') : finding('no', heard.text);
  } catch (error) {
    if (signal.aborted) throw error;
    return ofFailure(error);
  }
}

/**
 * Asks a model with at most five small requests what it really does. Never rejects for what the provider answers, but for what the stream itself refuses,
 * such as a budget: the questions that are still open are given up then. When the model does not answer at all the other questions are not asked, and
 * everything is unknown.
 */
export async function probeModel(stream: ProbeStream, model: string, signal: AbortSignal): Promise<Probe['findings']> {
  const unknown = finding('unknown');
  const nothing = { tools: unknown, images: unknown, reasoning: unknown, json: unknown };
  let first: Heard;
  try {
    first = await hear(stream, { model, messages: says('Count from one to ten in words.') }, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return { stream: ofFailure(error), ...nothing };
  }
  const streams = first.pieces > 1 ? finding('yes') : finding(first.pieces === 1 ? 'no' : 'unknown', 'The answer came in one piece.');
  const own = new AbortController();
  const open = AbortSignal.any([signal, own.signal]);
  try {
    const [tools, images, reasoning, json] = await Promise.all([
      ask(stream, model, questions.tools, open),
      ask(stream, model, questions.images, open),
      first.reasoned ? finding('yes') : ask(stream, model, questions.reasoning, open),
      ask(stream, model, questions.json, open),
    ]);
    return { stream: streams, tools, images, reasoning, json };
  } catch (error) {
    own.abort();
    throw error;
  }
}
