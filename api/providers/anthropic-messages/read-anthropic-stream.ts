import type { StopReason, Usage } from '@parley/contracts';
import { createPartWriter, type PartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { sumUsage } from '../kit/sum-usage.ts';
import { asArray, asObject, asText, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapAnthropicStopReason } from './map-anthropic-stop-reason.ts';
import { addAnthropicUsage } from './map-anthropic-usage.ts';
import { createBlockReader } from './read-anthropic-blocks.ts';

const indexOf = (event: Loose): number => (typeof event['index'] === 'number' ? event['index'] : 0);

interface AnthropicReaderOptions extends AnswerReaderOptions {
  /** That of the answer, when this is not its first request. */
  readonly parts?: PartWriter;
  /** What the requests before used. */
  readonly spent?: Usage | undefined;
  /** The answer is interrupted and goes on in another request: called in place of `finish`, with what all requests so far used. */
  readonly onPause?: (spent: Usage | undefined) => void;
}

/** Reads an answer of Messages. */
export function createAnthropicReader(options: AnthropicReaderOptions): AnswerReader {
  const { sink, fail, join, onStopReason, onPause, spent, parts = createPartWriter(sink) } = options;
  const blocks = createBlockReader(sink, parts, join);
  let usage: Usage | undefined;
  let stopReason: StopReason | undefined;
  let isDone = false;
  let isPaused = false;

  function finish(reason: StopReason): void {
    isDone = true;
    blocks.stopAll();
    usage = sumUsage(spent, usage);
    if (isPaused && onPause) return onPause(usage);
    if (usage) sink({ type: 'usage', usage });
    sink({ type: 'finish', stopReason: reason });
  }

  function readStop(reason: unknown): void {
    if (typeof reason !== 'string' || reason === '') return;
    stopReason = mapAnthropicStopReason(reason);
    isPaused = reason === 'pause_turn';
    onStopReason();
  }

  function read(event: Loose, type: string): void {
    switch (type) {
      case 'content_block_delta': {
        const delta = asObject(event['delta']);
        if (delta) blocks.delta(indexOf(event), delta);
        return;
      }
      case 'content_block_start':
        return blocks.start(indexOf(event), asObject(event['content_block']) ?? {});
      case 'content_block_stop':
        return blocks.stop(indexOf(event));
      case 'message_start':
        usage = addAnthropicUsage(usage, asObject(event['message'])?.['usage']);
        return;
      case 'message_delta':
        usage = addAnthropicUsage(usage, event['usage']);
        return readStop(asObject(event['delta'])?.['stop_reason']);
      case 'message_stop':
        return finish(stopReason ?? 'end');
      case 'error':
        throw fail(event);
      default:
        // `ping`, and events of a later version: the documentation asks to skip them.
        if (event['error'] != null) throw fail(event);
    }
  }

  function keepWhatArrived(): void {
    if (isDone) return;
    isDone = true;
    blocks.stopAll();
    usage = sumUsage(spent, usage);
    if (usage) sink({ type: 'usage', usage });
  }

  function readWhole(body: Loose): void {
    if (body['type'] === 'error' || body['error'] != null) throw fail(body);
    const content = asArray(body['content']);
    for (const [index, entry] of content.entries()) {
      const block = asObject(entry);
      if (!block) continue;
      blocks.start(index, block);
      blocks.stop(index);
    }
    usage = addAnthropicUsage(usage, body['usage']);
    readStop(body['stop_reason']);
    if (content.length === 0 && stopReason === undefined)
      throw new ProviderError('provider.bad-answer', 'The provider answered with a document that holds no answer.');
  }

  return {
    onEvent({ event, data }, ending) {
      if (isDone || data === '') return;
      const said = asObject(parseJson(data));
      if (said) return read(said, asText(said['type']) ?? event);
      if (event === 'error') throw fail(data);
      // Compatible servers close with the mark of the other format.
      if (data.trim() === '[DONE]') return stopReason === undefined ? undefined : finish(stopReason);
      if (!ending && data.trimStart().startsWith('{'))
        throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
    },
    onBreak: keepWhatArrived,
    onEnd() {
      if (isDone) return;
      // The message said why it ended; only the closing event is missing.
      if (stopReason !== undefined) return finish(stopReason);
      throw new ProviderError(
        'provider.cut-off',
        'The answer stopped in the middle: the provider closed the connection without ending it.',
      );
    },
    onWhole(body) {
      readWhole(body);
      finish(stopReason ?? 'end');
    },
  };
}
