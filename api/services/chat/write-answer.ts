import { applyChatEvent, type Answer } from '@parley/chat-core';
import { RequestError, type Part, type TurnEvent } from '@parley/contracts';
import type { LogWriter } from '../../realtime/ports.ts';

/** Writes a turn's events to its log and, through the one reducer, into the answer that will be stored. */
export interface AnswerWriter {
  readonly answer: Answer;
  /** Whether anything of the provider has been written: from then on no second attempt may be made. */
  readonly arrived: boolean;
  /** Of the last event written, 0 before the first. */
  readonly seq: number;
  /** Once per token: an append to the log and to a string. Throws `turn.too-long` before the answer would outgrow its cap. */
  write(event: TurnEvent): void;
}

function eventBytes(event: TurnEvent): number {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-call-delta':
      return Buffer.byteLength(event.delta);
    case 'reasoning-end':
      return event.signature === undefined ? 0 : Buffer.byteLength(event.signature);
    case 'source':
      return [event.url, event.title, event.quote].reduce((sum, words) => sum + Buffer.byteLength(words ?? ''), 0);
    case 'file':
      return Buffer.byteLength(event.name) + Buffer.byteLength(event.mediaType);
    case 'tool-call-start':
      return Buffer.byteLength(event.name) + Buffer.byteLength(event.callId);
    default:
      return 0;
  }
}

const isPreamble = (event: TurnEvent): boolean => event.type === 'turn-start' || event.type === 'attempt-start' || event.type === 'warning';

/** Bytes of an answer that is continued, counted once. */
function partsBytes(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)), 0);
}

export function createAnswerWriter(log: LogWriter, answer: Answer, answerBytes: number): AnswerWriter {
  let bytes = answer.parts.length === 0 ? 0 : partsBytes(answer.parts);
  let arrived = false;
  let seq = 0;
  return {
    answer,
    get arrived() {
      return arrived;
    },
    get seq() {
      return seq;
    },
    write(event) {
      const more = eventBytes(event);
      if (bytes + more > answerBytes) {
        throw new RequestError('turn.too-long', { params: { bytes: answerBytes }, detail: 'The answer reached the greatest length kept.' });
      }
      seq = log.append(event);
      applyChatEvent(answer, event);
      bytes += more;
      arrived ||= !isPreamble(event);
    },
  };
}
