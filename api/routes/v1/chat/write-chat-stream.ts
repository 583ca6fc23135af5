import type { StopReason, Usage } from '@parley/contracts';
import type { ModelEvent } from '../../../providers/port.ts';
import { madeWords, pageOf, sourceWords, withWarnings } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';
import { openAiError } from '../openai-error.ts';
import type { Teller } from '../tell-answer.ts';
import { chatCitation, chatImage, chatUsage, finishReason } from './chat-words.ts';

interface Told {
  readonly model: string;
  /** Seconds. */
  readonly created: number;
  /** Usage was asked for: it comes in a chunk of its own at the end. */
  readonly usage: boolean;
}

/** Tells an answer in the chunks of Chat Completions. A chunk costs its own words: what all have in common is written once. */
export function createChatTeller({ model, created, usage: tellsUsage }: Told): Teller {
  const common = JSON.stringify({ id: newId('chatcmpl-'), object: 'chat.completion.chunk', created, model }).slice(0, -1);
  const unused = tellsUsage ? ',"usage":null' : '';
  const open = `data: ${common},"choices":[{"index":0,"delta":`;
  const close = `,"logprobs":null,"finish_reason":null}]${unused}}\n\n`;
  /** By part, which call it is. */
  const calls = new Map<string, number>();
  const warnings: string[] = [];
  let begun = false;
  let written = 0;
  let usage: Usage = {};
  let stopReason: StopReason = 'other';

  function say(delta: string): string {
    const role = begun ? '' : `${open}{"role":"assistant","content":""}${close}`;
    begun = true;
    return `${role}${open}${delta}${close}`;
  }
  function tell(event: ModelEvent): string {
    switch (event.type) {
      case 'text-delta':
        written += event.delta.length;
        return say(`{"content":${JSON.stringify(event.delta)}}`);
      case 'reasoning-delta':
        return say(`{"reasoning_content":${JSON.stringify(event.delta)}}`);
      case 'tool-call-start': {
        const { callId: id, name } = event;
        const index = calls.size;
        calls.set(event.part, index);
        return say(JSON.stringify({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }));
      }
      case 'tool-call-delta':
        return say(`{"tool_calls":[{"index":${calls.get(event.part) ?? 0},"function":{"arguments":${JSON.stringify(event.delta)}}}]}`);
      case 'source': {
        const source = pageOf(event);
        if (source) return say(JSON.stringify({ annotations: [chatCitation(source, written)] }));
        warnings.push(sourceWords(event));
        return '';
      }
      case 'file': {
        const image = chatImage(event);
        if (image) return say(JSON.stringify({ images: [image] }));
        warnings.push(madeWords(event));
        return '';
      }
      case 'usage':
        usage = { ...usage, ...event.usage };
        return '';
      case 'warning':
        warnings.push(event.message);
        return '';
      case 'finish':
        stopReason = event.stopReason;
        return '';
      default:
        return '';
    }
  }
  return {
    tell,
    finish() {
      const reason = finishReason(stopReason, calls.size > 0);
      const notes = warnings.length === 0 ? '' : `,${JSON.stringify(withWarnings(warnings)).slice(1, -1)}`;
      const first = begun ? '' : `${open}{"role":"assistant","content":""}${close}`;
      const last = `${open}{},"logprobs":null,"finish_reason":"${reason}"}]${unused}${notes}}\n\n`;
      const used = tellsUsage ? `data: ${common},"choices":[],"usage":${JSON.stringify(chatUsage(usage))}}\n\n` : '';
      return `${first}${last}${used}data: [DONE]\n\n`;
    },
    fail: (failure) => `data: ${JSON.stringify(openAiError(failure))}\n\n`,
    keepAlive: () => ': waiting\n\n',
  };
}
