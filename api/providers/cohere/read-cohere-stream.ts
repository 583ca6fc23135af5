import type { StopReason, Usage } from '@parley/contracts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapCohereStopReason } from './map-cohere-stop-reason.ts';
import { mapCohereUsage } from './map-cohere-usage.ts';

/** One thing where some servers send a list of one. */
const oneOf = (value: unknown): Loose => asObject(value) ?? asObject(asArray(value)[0]) ?? {};

/** Reads an answer of Cohere's chat, version 2: content in numbered blocks, calls that a plan precedes, one ending that says why and how much. */
export function createCohereReader({ sink, fail, join }: AnswerReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  const calls = new Map<number, string>();
  let usage: Usage | undefined;
  let hasCalls = false;
  let isDone = false;
  let warned = false;

  function readContent(content: Loose): void {
    parts.reasoning(asText(content['thinking']) ?? '');
    const text = asText(content['text']) ?? '';
    if (text !== '') parts.text(join(text));
  }

  function startCall(index: number, call: Loose): void {
    const inner = oneOf(call['function']);
    hasCalls = true;
    const part = parts.openTool(asWords(call['id']) ?? `call_${index + 1}`, asWords(inner['name']) ?? 'unknown');
    calls.set(index, part);
    parts.tool(part, asText(inner['arguments']) ?? '');
  }

  function endCall(index: number): void {
    const part = calls.get(index);
    if (part !== undefined) parts.closeTool(part);
    calls.delete(index);
  }

  /** Cited documents that have an address. */
  function readCitation(citation: Loose): void {
    for (const entry of asArray(citation['sources'])) {
      const source = asObject(entry);
      const cited = asObject(source?.['document']) ?? asObject(source?.['tool_output']);
      parts.source(asText(cited?.['url']) ?? '', asText(cited?.['title']));
    }
  }

  function close(): void {
    isDone = true;
    parts.closeAll();
    if (usage) sink({ type: 'usage', usage });
  }

  function finish(reason: StopReason): void {
    close();
    sink({ type: 'finish', stopReason: hasCalls && reason === 'end' ? 'tool-calls' : reason });
  }

  function readEnding(ending: Loose): void {
    usage = mapCohereUsage(ending['usage']) ?? usage;
    const reason = asWords(ending['finish_reason']) ?? 'COMPLETE';
    const words = asWords(ending['error']);
    if (reason === 'TIMEOUT') throw fail({ message: words ?? 'The model took too long.', code: 'timeout' });
    if (reason === 'ERROR' || words !== undefined) throw fail({ message: words ?? 'The model broke off with an error.' });
    finish(mapCohereStopReason(reason));
  }

  function readEvent(event: Loose): void {
    const delta = asObject(event['delta']) ?? {};
    const message = asObject(delta['message']) ?? {};
    const index = asCount(event['index']) ?? 0;
    switch (event['type']) {
      case 'content-start':
      case 'content-delta':
        return readContent(oneOf(message['content']));
      case 'content-end':
        return parts.close();
      case 'tool-plan-delta':
        return parts.reasoning(asText(message['tool_plan']) ?? '');
      case 'tool-call-start':
        return startCall(index, oneOf(message['tool_calls']));
      case 'tool-call-delta': {
        const part = calls.get(index);
        const inner = oneOf(oneOf(message['tool_calls'])['function']);
        return part === undefined ? undefined : parts.tool(part, asText(inner['arguments']) ?? '');
      }
      case 'tool-call-end':
        return endCall(index);
      case 'citation-start':
        return readCitation(oneOf(message['citations']));
      case 'message-end':
        return readEnding(delta);
      default:
        if (event['type'] === 'error' || event['error'] != null) throw fail(event);
    }
  }

  return {
    onEvent({ data }, ending) {
      if (isDone || data.trim() === '' || data.trim() === '[DONE]') return;
      const event = asObject(parseJson(data));
      if (event) return readEvent(event);
      // What the end of the connection cut short is missing, not wrong.
      if (ending) return;
      if (data.trimStart().startsWith('{')) throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
      if (!warned) sink({ type: 'warning', code: 'provider.unreadable-event', message: 'Cohere sent an event that is not JSON.' });
      warned = true;
    },
    onBreak() {
      if (!isDone) close();
    },
    onEnd() {
      if (isDone) return;
      throw new ProviderError('provider.cut-off', 'The answer stopped in the middle: Cohere closed the connection without ending it.');
    },
    onWhole(body) {
      const message = asObject(body['message']);
      if (!message) throw new ProviderError('provider.bad-answer', 'Cohere answered with a document that holds no answer.');
      for (const block of asArray(message['content'])) readContent(oneOf(block));
      parts.reasoning(asText(message['tool_plan']) ?? '');
      asArray(message['tool_calls']).forEach((call, index) => {
        startCall(index, oneOf(call));
        endCall(index);
      });
      for (const citation of asArray(message['citations'])) readCitation(oneOf(citation));
      readEnding(body);
    },
  };
}
