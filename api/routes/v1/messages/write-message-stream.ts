import type { StopReason, Usage } from '@parley/contracts';
import type { ModelEvent } from '../../../providers/port.ts';
import { anthropicError } from '../anthropic-error.ts';
import { madeWords, pageOf, sourceWords, withWarnings } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';
import type { Teller } from '../tell-answer.ts';
import { messageCitation, messageStop, messageUsage } from './message-words.ts';
import { redactedData } from './redacted.ts';

interface Told {
  readonly model: string;
  readonly requestId: string;
}

/** Blocks follow one another; what comes of a later one while an earlier one is still open waits here. */
interface Waiting {
  readonly part: string;
  readonly events: ModelEvent[];
  ended: boolean;
}

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const isStart = ({ type }: ModelEvent): boolean => type === 'text-start' || type === 'reasoning-start' || type === 'tool-call-start';
const isEnd = ({ type }: ModelEvent): boolean => type === 'text-end' || type === 'reasoning-end' || type === 'tool-call-end';

/** Tells an answer in the events of Messages: the message begins, its blocks follow one another, then why it stopped and what it used. */
export function createMessageTeller({ model, requestId }: Told): Teller {
  const queue: Waiting[] = [];
  const warnings: string[] = [];
  let begun = false;
  let blocks = 0;
  /** What every delta of the open block begins with. */
  let head = '';
  /** Whether the open block has been told of; thoughts are, when their first words or their seal are known. */
  let told = false;
  let isText = false;
  let calledTools = false;
  let usage: Usage = {};
  let stopReason: StopReason = 'other';

  const start = (): string => {
    if (begun) return '';
    begun = true;
    const message = {
      id: newId('msg_'),
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: messageUsage({ ...usage, outputTokens: 0 }),
    };
    return event('message_start', { message });
  };
  function openBlock(content_block: object): string {
    told = true;
    head = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${blocks},"delta":`;
    return start() + event('content_block_start', { index: blocks, content_block });
  }
  function closeBlock(): string {
    if (!told) return '';
    told = false;
    isText = false;
    blocks += 1;
    return event('content_block_stop', { index: blocks - 1 });
  }
  const delta = (type: string, field: string, text: string): string => `${head}{"type":"${type}","${field}":${JSON.stringify(text)}}}\n\n`;

  function tellOpen(said: ModelEvent): string {
    switch (said.type) {
      case 'text-start':
        isText = true;
        return openBlock({ type: 'text', text: '', citations: null });
      case 'tool-call-start':
        calledTools = true;
        return openBlock({ type: 'tool_use', id: said.callId, name: said.name, input: {} });
      case 'text-delta':
        return delta('text_delta', 'text', said.delta);
      case 'tool-call-delta':
        return delta('input_json_delta', 'partial_json', said.delta);
      case 'reasoning-delta':
        return (told ? '' : openBlock({ type: 'thinking', thinking: '', signature: '' })) + delta('thinking_delta', 'thinking', said.delta);
      case 'reasoning-end': {
        const data = redactedData(said.signature);
        if (!told && data !== undefined) return openBlock({ type: 'redacted_thinking', data }) + closeBlock();
        const opened = told ? '' : openBlock({ type: 'thinking', thinking: '', signature: '' });
        return opened + (said.signature === undefined ? '' : delta('signature_delta', 'signature', said.signature)) + closeBlock();
      }
      case 'tool-call-end':
        return closeBlock();
      default:
        return '';
    }
  }
  /** Words stay open until another block begins, since their sources come behind them. */
  function begin(said: ModelEvent): string {
    return (isText ? closeBlock() : '') + tellOpen(said);
  }
  /** The next blocks, as far as they have come. */
  function advance(): string {
    let out = '';
    while (queue[0]?.ended === true) {
      queue.shift();
      const [next] = queue;
      if (next !== undefined) for (const said of next.events.splice(0)) out += isStart(said) ? begin(said) : tellOpen(said);
    }
    return out;
  }
  function tellPart(said: ModelEvent & { readonly part: string }): string {
    if (isStart(said)) {
      queue.push({ part: said.part, events: [], ended: false });
      if (queue.length === 1) return begin(said);
    }
    const waiting = queue.find(({ part }) => part === said.part);
    if (waiting === undefined) return '';
    const isOpen = waiting === queue[0];
    const out = isOpen && !isStart(said) ? tellOpen(said) : '';
    if (!isOpen) waiting.events.push(said);
    if (isEnd(said)) waiting.ended = true;
    return out + advance();
  }
  function cite(said: Extract<ModelEvent, { type: 'source' }>): string {
    const source = pageOf(said);
    if (!source) {
      warnings.push(sourceWords(said));
      return '';
    }
    const opened = isText && told ? '' : queue.length > 0 ? '' : openBlock({ type: 'text', text: '', citations: null });
    if (opened !== '') isText = true;
    if (!isText) {
      // Named in the middle of a call: it cannot be told there.
      warnings.push(sourceWords(said));
      return '';
    }
    return opened + `${head}${JSON.stringify({ type: 'citations_delta', citation: messageCitation(source) })}}\n\n`;
  }
  return {
    tell(said) {
      if (said.type === 'usage') usage = { ...usage, ...said.usage };
      else if (said.type === 'warning') warnings.push(said.message);
      else if (said.type === 'file') warnings.push(madeWords(said));
      else if (said.type === 'finish') stopReason = said.stopReason;
      else return said.type === 'source' ? cite(said) : tellPart(said);
      return '';
    },
    finish() {
      let out = start();
      for (const waiting of queue) waiting.ended = true;
      out += advance() + closeBlock();
      const stop = { stop_reason: messageStop(stopReason, calledTools), stop_sequence: null };
      return (
        out + event('message_delta', { delta: stop, usage: messageUsage(usage), ...withWarnings(warnings) }) + event('message_stop', {})
      );
    },
    fail: (failure) => `event: error\ndata: ${JSON.stringify(anthropicError(failure, requestId))}\n\n`,
    keepAlive: () => event('ping', {}),
  };
}
