import type { StopReason, Usage } from '@parley/contracts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapResponsesStopReason } from './map-responses-stop-reason.ts';
import { mapResponsesUsage } from './map-responses-usage.ts';
import { createItemReader } from './read-responses-items.ts';

const indexOf = (event: Loose): number => asCount(event['output_index']) ?? 0;

/** Events that say nothing of their own: how far OpenAI's own tools are, and what is told again when its item is done. */
const silent =
  /^(?:response\.(?:created|queued|in_progress|(?:web|file)_search_call\.\w+|image_generation_call\.\w+|compaction\.\w+|reasoning_summary_part\.done)|keepalive|ping)$/;

/** Reads an answer of Responses. */
export function createResponsesReader({ sink, fail, join }: AnswerReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  const warned = new Set<string>();
  const items = createItemReader(parts, join, warn);
  let usage: Usage | undefined;
  let isDone = false;

  function warn(kind: string): void {
    if (warned.has(kind)) return;
    warned.add(kind);
    const message = `The provider sent something of a kind that is not known: ${kind.slice(0, 60)}`;
    sink({ type: 'warning', code: 'provider.unknown-block', message });
  }

  function finish(reason: StopReason): void {
    isDone = true;
    items.endAll();
    if (usage) sink({ type: 'usage', usage });
    const isToolTurn = items.hasCalls && reason === 'end';
    sink({ type: 'finish', stopReason: items.refused ? 'refusal' : isToolTurn ? 'tool-calls' : reason });
  }

  /** The response as it is at its end: its counts, what no event has told, and whether it is an answer at all. */
  function readEnd(response: Loose, status: string): void {
    usage = mapResponsesUsage(response['usage']) ?? usage;
    if (response['error'] != null || status === 'failed')
      throw fail({ error: response['error'] ?? { message: 'The model failed without a reason.', code: 'server_error' } });
    if (status === 'cancelled') throw new ProviderError('provider.failed', 'The provider cancelled the answer.');
    if (!items.hasSpoken) readOutput(response);
    finish(mapResponsesStopReason(response, status));
  }

  function readOutput(response: Loose): void {
    for (const [index, entry] of asArray(response['output']).entries()) {
      const item = asObject(entry);
      if (!item) continue;
      items.added(index, item);
      items.done(index, item);
    }
  }

  function read(event: Loose, type: string): void {
    switch (type) {
      case 'response.output_text.delta':
        return items.text(asText(event['delta']) ?? '');
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        return items.callArguments(event, asText(event['delta']) ?? '');
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return items.reasoning(asText(event['delta']) ?? '');
      case 'response.refusal.delta':
        return items.refusal(asText(event['delta']) ?? '');
      case 'response.output_item.added':
        return items.added(indexOf(event), asObject(event['item']) ?? {});
      case 'response.content_part.added':
        return items.contentAdded();
      case 'response.reasoning_summary_part.added':
        return items.summaryAdded();
      case 'response.output_text.done':
        return items.contentDone({ type: 'output_text', text: event['text'] });
      case 'response.refusal.done':
        return items.contentDone({ type: 'refusal', refusal: event['refusal'] });
      case 'response.content_part.done':
        return items.contentDone(asObject(event['part']) ?? {});
      case 'response.reasoning_summary_text.done':
      case 'response.reasoning_text.done':
        return items.reasoningDone(asText(event['text']) ?? '');
      case 'response.function_call_arguments.done':
      case 'response.custom_tool_call_input.done':
        return items.callArgumentsDone(event);
      case 'response.output_text.annotation.added':
        return items.cite(event['annotation']);
      case 'response.output_item.done':
        return items.done(indexOf(event), asObject(event['item']) ?? {});
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
      case 'response.cancelled': {
        const response = asObject(event['response']) ?? {};
        return readEnd(response, asWords(response['status']) ?? type.slice('response.'.length));
      }
      case 'error':
        throw fail(event);
      default:
        if (event['error'] != null) throw fail(event);
        if (!silent.test(type)) warn(/^response\.([a-z_]+)/.exec(type)?.[1] ?? (type || 'event without a type'));
    }
  }

  return {
    onEvent({ event, data }, ending) {
      if (isDone || data === '' || data.trim() === '[DONE]') return;
      const said = asObject(parseJson(data));
      if (said) return read(said, asText(said['type']) ?? event);
      if (event === 'error') throw fail(data);
      // What the end of the connection cut short is missing, not wrong.
      if (ending) return;
      throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
    },
    onBreak() {
      if (isDone) return;
      isDone = true;
      items.endAll();
      if (usage) sink({ type: 'usage', usage });
    },
    onEnd() {
      if (isDone) return;
      throw new ProviderError(
        'provider.cut-off',
        'The answer stopped in the middle: the provider closed the connection without ending it.',
      );
    },
    onWhole(body) {
      const status = asWords(body['status']);
      if (status === undefined && !Array.isArray(body['output']) && body['error'] == null)
        throw new ProviderError('provider.bad-answer', 'The provider answered with a document that holds no answer.');
      readEnd(body, status ?? 'completed');
    },
  };
}
