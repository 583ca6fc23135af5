import type { Response } from 'express';
import type { ModelEvent } from '../../providers/port.ts';
import { callFailure, type CallFailure } from '../../services/api-calls/call-failure.ts';
import { createEventStream } from './kit/event-stream.ts';

/** Tells an answer in events, in the words of one interface. */
export interface Teller {
  /** What is sent of one event of the model; empty for what the interface has no words for. */
  tell(event: ModelEvent): string;
  /** After the last event. */
  finish(): string;
  /** A failure in the middle of the answer. */
  fail(failure: CallFailure): string;
  /** Sent where nothing else has been for a while. */
  keepAlive(): string;
}

/**
 * Streams a model's events to whoever called. What fails before anything was sent is thrown, so that it gets a status of its own; later it is
 * told in the stream. A client that goes away, or reads too slowly, ends the call.
 */
export async function tellAnswer(
  events: AsyncIterable<ModelEvent>,
  teller: Teller,
  { response, signal, abort }: { readonly response: Response; readonly signal: AbortSignal; readonly abort: () => void },
  readerSilence?: number,
): Promise<void> {
  const stream = createEventStream(response, () => teller.keepAlive(), abort, readerSilence);
  try {
    for await (const event of events) {
      stream.write(teller.tell(event));
      const room = stream.room();
      if (room) await room;
    }
    if (signal.aborted) {
      response.destroy();
      return;
    }
    stream.write(teller.finish());
  } catch (error) {
    if (!stream.begun) throw error;
    stream.write(teller.fail(callFailure(error)));
  }
  stream.end();
}
