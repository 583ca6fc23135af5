import type { StopReason, Usage } from '@parley/contracts';
import type { ModelEvent } from '../../../providers/port.ts';
import { madeWords, pageOf, sourceWords } from '../kit/answer.ts';
import type { Teller } from '../tell-answer.ts';
import { callItem, citation, imageItem, itemId, messageItem, reasoningItem, summaryPart, textPart } from './response-items.ts';
import { responseObject, statusOf, type ResponseFrame } from './response-object.ts';

/** A part of the answer that is being told. */
interface OpenItem {
  readonly kind: 'text' | 'reasoning' | 'tool-call';
  readonly id: string;
  readonly index: number;
  /** What every delta of it begins with, up to its number. */
  readonly head: string;
  readonly callId: string;
  readonly name: string;
  text: string;
  signature: string | undefined;
  readonly annotations: object[];
  /** Reasoning without words has no summary. */
  summarized: boolean;
}

const deltaTypes = {
  text: 'response.output_text.delta',
  reasoning: 'response.reasoning_summary_text.delta',
  'tool-call': 'response.function_call_arguments.delta',
} as const;

const kindOf = (type: ModelEvent['type']): OpenItem['kind'] =>
  type.startsWith('text') ? 'text' : type.startsWith('reasoning') ? 'reasoning' : 'tool-call';

/**
 * Tells an answer in the events of Responses, in the order of its reference: the response is created and in progress, then each item is added,
 * told in pieces and done, then the response is completed. Words stay open until something else begins, since their sources come behind them.
 */
export function createResponseTeller(frame: ResponseFrame): Teller {
  const open = new Map<string, OpenItem>();
  const output: object[] = [];
  const warnings: string[] = [];
  let sequence = 0;
  let items = 0;
  let usage: Usage = {};
  let stopReason: StopReason = 'other';
  let lastText: OpenItem | undefined;

  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: (sequence += 1) - 1, ...data })}\n\n`;
  const start = (): string => {
    if (sequence > 0) return '';
    const response = responseObject(frame, { status: 'in_progress', output: [] });
    return event('response.created', { response }) + event('response.in_progress', { response });
  };
  const at = ({ id, index }: OpenItem): object => ({ item_id: id, output_index: index });

  function openItem(part: string, kind: OpenItem['kind'], callId = '', name = ''): string {
    const before = start() + (lastText === undefined ? '' : closeItem(lastText));
    const id = itemId(kind);
    const index = items;
    items += 1;
    const place = kind === 'text' ? ',"content_index":0,"logprobs":[]' : kind === 'reasoning' ? ',"summary_index":0' : '';
    const type = deltaTypes[kind];
    const head = `event: ${type}\ndata: {"type":"${type}","item_id":"${id}","output_index":${index}${place},"sequence_number":`;
    const item: OpenItem = { kind, id, index, head, callId, name, text: '', signature: undefined, annotations: [], summarized: false };
    open.set(part, item);
    if (kind === 'tool-call')
      return (
        before +
        event('response.output_item.added', { output_index: index, item: callItem(id, 'in_progress', { callId, name, arguments: '' }) })
      );
    if (kind === 'reasoning')
      return before + event('response.output_item.added', { output_index: index, item: reasoningItem(id, [], undefined) });
    lastText = item;
    return (
      before +
      event('response.output_item.added', { output_index: index, item: messageItem(id, 'in_progress', []) }) +
      event('response.content_part.added', { ...at(item), content_index: 0, part: textPart('', []) })
    );
  }
  function addDelta(item: OpenItem, delta: string): string {
    let before = '';
    if (item.kind === 'reasoning' && !item.summarized) {
      item.summarized = true;
      before = event('response.reasoning_summary_part.added', { ...at(item), summary_index: 0, part: summaryPart('') });
    }
    item.text += delta;
    sequence += 1;
    return `${before}${item.head}${sequence - 1},"delta":${JSON.stringify(delta)}}\n\n`;
  }
  function wholeOf(item: OpenItem): object {
    const { kind, id, text, signature, callId, name, annotations, summarized } = item;
    if (kind === 'tool-call') return callItem(id, 'completed', { callId, name, arguments: text });
    if (kind === 'reasoning') return reasoningItem(id, summarized ? [summaryPart(text)] : [], signature);
    return messageItem(id, 'completed', [textPart(text, annotations)]);
  }
  function closeItem(item: OpenItem): string {
    if (item === lastText) lastText = undefined;
    const { kind, text, annotations, index } = item;
    const place = at(item);
    const whole = wholeOf(item);
    output[index] = whole;
    const done = (): string => event('response.output_item.done', { output_index: index, item: whole });
    if (kind === 'tool-call')
      return event('response.function_call_arguments.done', { ...place, name: item.name, arguments: text }) + done();
    if (kind === 'text')
      return (
        event('response.output_text.done', { ...place, content_index: 0, text, logprobs: [] }) +
        event('response.content_part.done', { ...place, content_index: 0, part: textPart(text, annotations) }) +
        done()
      );
    if (!item.summarized) return done();
    return (
      event('response.reasoning_summary_text.done', { ...place, summary_index: 0, text }) +
      event('response.reasoning_summary_part.done', { ...place, summary_index: 0, part: summaryPart(text) }) +
      done()
    );
  }
  function end(part: string, signature?: string): string {
    const item = open.get(part);
    if (item === undefined) return '';
    item.signature = signature;
    open.delete(part);
    return item.kind === 'text' ? '' : closeItem(item);
  }
  function cite(said: Extract<ModelEvent, { type: 'source' }>): string {
    const source = pageOf(said);
    if (!source) {
      warnings.push(sourceWords(said));
      return '';
    }
    const opened = lastText === undefined ? openItem(said.part, 'text') : '';
    const item = lastText;
    if (item === undefined) return opened;
    const annotation = citation(source, item.text.length);
    item.annotations.push(annotation);
    const annotation_index = item.annotations.length - 1;
    return opened + event('response.output_text.annotation.added', { ...at(item), content_index: 0, annotation_index, annotation });
  }
  /** A picture is whole when it comes. */
  function addFile(made: Extract<ModelEvent, { type: 'file' }>): string {
    const id = itemId('file');
    const item = imageItem(id, made);
    if (item === undefined) {
      warnings.push(madeWords(made));
      return '';
    }
    const before = start() + (lastText === undefined ? '' : closeItem(lastText));
    const output_index = items;
    items += 1;
    output[output_index] = item;
    return (
      before +
      event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', result: null } }) +
      event('response.image_generation_call.completed', { item_id: id, output_index }) +
      event('response.output_item.done', { output_index, item })
    );
  }
  function tell(said: ModelEvent): string {
    switch (said.type) {
      case 'text-start':
      case 'reasoning-start':
        return openItem(said.part, kindOf(said.type));
      case 'tool-call-start':
        return openItem(said.part, 'tool-call', said.callId, said.name);
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta': {
        const item = open.get(said.part);
        return item === undefined ? '' : addDelta(item, said.delta);
      }
      case 'text-end':
      case 'tool-call-end':
        return end(said.part);
      case 'reasoning-end':
        return end(said.part, said.signature);
      case 'source':
        return cite(said);
      case 'file':
        return addFile(said);
      case 'usage':
        usage = { ...usage, ...said.usage };
        return '';
      case 'warning':
        warnings.push(said.message);
        return '';
      case 'finish':
        stopReason = said.stopReason;
        return '';
    }
  }
  /** What is still open is done with what it has. */
  const closeAll = (): string => start() + [...new Set([...(lastText ? [lastText] : []), ...open.values()])].map(closeItem).join('');

  return {
    tell,
    finish() {
      const before = closeAll();
      const status = statusOf(stopReason);
      const response = responseObject(frame, { status, output, usage, stopReason, warnings });
      return before + event(`response.${status}`, { response });
    },
    fail({ code, message, param = null }) {
      const before = closeAll();
      const response = responseObject(frame, { status: 'failed', output, error: { code: 'server_error', message }, warnings });
      return before + event('response.failed', { response }) + event('error', { code, message, param });
    },
    keepAlive: () => ': waiting\n\n',
  };
}
