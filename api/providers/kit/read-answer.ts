import type { SseEvent } from '@parley/chat-core';
import { RequestError } from '@parley/contracts';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { ProviderError } from '../port.ts';
import { exchange, type Framing } from './exchange.ts';
import type { Sink } from './model-stream.ts';
import { providerWords } from './provider-words.ts';
import { asObject, parseJson, type Loose } from './tolerant.ts';

/** What every wire format's reader is made from. */
export interface AnswerReaderOptions {
  readonly sink: Sink;
  /** Makes the error that is thrown when the provider reports a failure in the stream, from the parsed body. */
  readonly fail: (body: unknown) => ProviderError;
  /** Applied to the words of the answer; joins them to the text they continue. */
  readonly join: (delta: string) => string;
  /** To be called when the provider has said why it stops; again, when it says more after that. */
  readonly onStopReason: () => void;
}

/** Reads one answer, as a stream or whole, into the sink. */
export interface AnswerReader {
  /** Reads an event; throws what `fail` makes of a failure. `ending`: the end of the connection cut the event short. */
  onEvent(event: SseEvent, ending: boolean): void;
  /** No more comes. Finishes when the provider has said why it stops, else throws `provider.cut-off`. Further calls do nothing. */
  onEnd(): void;
  /** The answer failed: ends what is open and tells the counts that came. */
  onBreak(): void;
  /** The whole answer as one JSON document. */
  onWhole(body: Loose): void;
  /** The whole stream as one JSON list of its events, where a format has that. */
  onList?(events: readonly unknown[]): void;
}

/** An answer with an error status, for the adapter to judge. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long a stream that said why it ended may keep us waiting for its closing mark and its counts. */
const graceMs = 5_000;

export function notAnAnswer(status: number, text: string, key: string | null): ProviderError {
  return new ProviderError('provider.bad-answer', `This is not a model's answer: ${providerWords(text, key) || 'an empty document'}`, {
    status,
  });
}

/**
 * Sends one request and has its answer read to the end; null then, else the refusal. An answer is complete when the provider has said why it
 * stops: what happens to the connection afterwards (no closing mark, silence, a reset) does not fail it.
 */
export async function readAnswer(
  egress: Egress,
  request: EgressRequest,
  key: string | null,
  createReader: (onStopReason: () => void) => AnswerReader,
  framing: Framing = 'sse',
): Promise<Refusal | null> {
  let grace: ReturnType<typeof setTimeout> | undefined;
  const reader = createReader(() => {
    clearTimeout(grace);
    grace = setTimeout(() => reader.onEnd(), graceMs);
  });
  try {
    const answer = await exchange(egress, request, (event, ending) => reader.onEvent(event, ending), framing);
    if (answer.kind === 'events') reader.onEnd();
    else if (answer.status < 200 || answer.status > 299) return answer;
    else {
      const parsed = parseJson(answer.body);
      const whole = asObject(parsed);
      if (Array.isArray(parsed) && parsed.length > 0 && reader.onList) {
        reader.onList(parsed);
        return null;
      }
      if (!whole) throw notAnAnswer(answer.status, answer.body, key);
      reader.onWhole(whole);
    }
  } catch (error) {
    const isOnlyTheConnection = grace !== undefined && error instanceof RequestError;
    if (isOnlyTheConnection) reader.onEnd();
    else {
      reader.onBreak();
      throw error;
    }
  } finally {
    clearTimeout(grace);
  }
  return null;
}
