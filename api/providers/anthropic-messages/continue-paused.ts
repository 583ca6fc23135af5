import { applyChatEvent, emptyAnswer } from '@parley/chat-core';
import type { Part } from '@parley/contracts';
import type { Sink } from '../kit/model-stream.ts';
import type { AnthropicRequest } from './anthropic-types.ts';
import { closePrefill, convertAnswer, mergeNeighbours } from './convert-to-anthropic-messages.ts';

/** Anthropic interrupts an answer that searches for long, and goes on when it is asked to; so often, then it is for the person to say. */
export const maxPauses = 8;

/** What came since the last request. */
export interface Recorder {
  readonly sink: Sink;
  /** The parts so far, which are forgotten. */
  take(): readonly Part[];
}

export function createRecorder(sink: Sink): Recorder {
  let answer = emptyAnswer();
  return {
    sink(event) {
      if (event.type !== 'finish' && event.type !== 'file') applyChatEvent(answer, event);
      sink(event);
    },
    take() {
      const { parts } = answer;
      answer = emptyAnswer();
      return parts;
    },
  };
}

/** The request that has the answer go on: the one before with what came, thoughts, searches and all. */
export function continuePaused(body: AnthropicRequest, parts: readonly Part[]): { body: AnthropicRequest; leftOut: string } {
  const before = mergeNeighbours([...body.messages, ...convertAnswer(parts, 'open')]);
  const last = before.at(-1)?.content.at(-1);
  // A search that still runs is what the answer goes on with; only words need their end closed.
  if (last?.type !== 'text') return { body: { ...body, messages: before }, leftOut: '' };
  const { messages, leftOut } = closePrefill(before);
  return { body: { ...body, messages }, leftOut };
}
