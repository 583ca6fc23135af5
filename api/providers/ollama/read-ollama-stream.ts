import type { StopReason, Usage } from '@parley/contracts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { createThinkTag } from '../kit/think-tag.ts';
import { asArray, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapOllamaStopReason } from './map-ollama-stop-reason.ts';
import { mapOllamaUsage } from './map-ollama-usage.ts';

const argumentsOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(asObject(value) ?? {}));

/** Reads an answer of `/api/chat`: one JSON document a line, the last of which says `done`, why, and the counts. */
export function createOllamaReader({ sink, fail, join }: AnswerReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  // Servers from before the field, and models whose template is unknown, leave the reasoning in the text.
  const tag = createThinkTag({ text: (words) => parts.text(join(words)), reasoning: (words) => parts.reasoning(words) });
  let calls = 0;
  let hasReasoning = false;
  let usage: Usage | undefined;
  let isDone = false;
  let warned = false;

  function readCall(entry: unknown): void {
    const call = asObject(entry);
    const inner = asObject(call?.['function']);
    const name = asWords(inner?.['name']);
    if (!call || !inner || name === undefined) return;
    calls += 1;
    // Calls come whole. Ids are new in Ollama; a result needs one to refer to.
    const part = parts.openTool(asWords(call['id']) ?? `call_${calls}`, name);
    parts.tool(part, argumentsOf(inner['arguments']));
    parts.closeTool(part);
  }

  function readMessage(message: Loose): void {
    const thinking = asText(message['thinking']) ?? '';
    if (thinking !== '') {
      tag.flush();
      hasReasoning = true;
      parts.reasoning(thinking);
    }
    const content = asText(message['content']) ?? '';
    if (content !== '') {
      if (hasReasoning) parts.text(join(content));
      else tag.push(content);
    }
    const toolCalls = asArray(message['tool_calls']);
    if (toolCalls.length > 0) tag.flush();
    for (const call of toolCalls) readCall(call);
  }

  function close(): void {
    isDone = true;
    tag.flush();
    parts.closeAll();
    if (usage) sink({ type: 'usage', usage });
  }

  function finish(reason: StopReason): void {
    close();
    sink({ type: 'finish', stopReason: calls > 0 && reason === 'end' ? 'tool-calls' : reason });
  }

  function readLine(line: Loose): void {
    if (line['error'] != null) throw fail(line);
    const message = asObject(line['message']);
    if (message) readMessage(message);
    if (line['done'] !== true) return;
    usage = mapOllamaUsage(line);
    finish(mapOllamaStopReason(asWords(line['done_reason'])));
  }

  return {
    onEvent({ data }, ending) {
      if (isDone || data.trim() === '') return;
      const line = asObject(parseJson(data));
      if (line) return readLine(line);
      // What the end of the connection cut short is missing, not wrong.
      if (ending) return;
      if (data.trimStart().startsWith('{')) throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
      if (!warned) sink({ type: 'warning', code: 'provider.unreadable-event', message: 'Ollama sent a line that is not JSON.' });
      warned = true;
    },
    onBreak() {
      if (!isDone) close();
    },
    onEnd() {
      if (isDone) return;
      throw new ProviderError('provider.cut-off', 'The answer stopped in the middle: Ollama closed the connection without ending it.');
    },
    onWhole(body) {
      readLine(body);
      if (!isDone) throw new ProviderError('provider.bad-answer', 'Ollama answered with a document that holds no answer.');
    },
  };
}
