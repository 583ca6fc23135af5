import type { StopReason, Usage } from '@parley/contracts';
import { readDataUrl } from '../kit/data-url.ts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { createThinkTag } from '../kit/think-tag.ts';
import { asArray, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapOpenAiFinishReason } from './map-openai-finish-reason.ts';
import { mapOpenAiUsage } from './map-openai-usage.ts';
import { createSoundReader } from './read-openai-sound.ts';
import { createToolCallReader } from './read-openai-tool-calls.ts';

/** Text in the two forms it comes in: a string, or a list of typed pieces (Mistral), of which `kind` is taken. */
function pieceText(value: unknown, kind: 'text' | 'thinking'): string {
  if (typeof value === 'string') return kind === 'text' ? value : '';
  let text = '';
  for (const entry of asArray(value)) {
    const piece = asObject(entry);
    if (piece?.['type'] !== kind) continue;
    const inner = piece[kind];
    text += typeof inner === 'string' ? inner : pieceText(inner, 'text');
  }
  return text;
}

/** Reasoning under whichever name this server has for it; when it uses two, they say the same. */
const reasoningOf = (delta: Loose): string => {
  const told = delta['reasoning_content'] ?? delta['reasoning'] ?? delta['thinking'];
  if (told === undefined || told === null) {
    return asArray(delta['reasoning_details']).reduce<string>(
      (text, entry) => text + (asText(asObject(entry)?.['text']) ?? asText(asObject(entry)?.['summary']) ?? ''),
      '',
    );
  }
  return typeof told === 'string'
    ? told
    : typeof told === 'object' && told !== null
      ? (asText(asObject(told)?.['content']) ?? pieceText(told, 'text'))
      : '';
};

/** Reads an answer of Chat Completions. The first reason to stop counts; some servers repeat it. */
export function createOpenAiChatReader({ sink, fail, join, onStopReason }: AnswerReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  const tools = createToolCallReader(parts);
  const sound = createSoundReader(parts);
  const tag = createThinkTag({ text: (words) => parts.text(join(words)), reasoning: (words) => parts.reasoning(words) });
  let hasReasoning = false;
  let usage: Usage | undefined;
  let stopReason: StopReason | undefined;
  let refused = false;
  let isDone = false;
  let warned = false;
  let hasBegun = false;
  let citations: Loose | undefined;

  function readReasoning(words: string): void {
    if (words === '') return;
    tag.flush();
    hasReasoning = true;
    parts.reasoning(words);
  }

  /** A server that has a field for reasoning does not put any into the text. */
  function readText(words: string): void {
    if (hasReasoning) parts.text(join(words));
    else tag.push(words);
  }

  /** Pictures as OpenRouter and those that follow it send them. */
  function readImages(delta: Loose): void {
    for (const entry of asArray(delta['images'])) {
      const image = asObject(entry);
      const url = asText(asObject(image?.['image_url'])?.['url']) ?? asText(image?.['image_url']) ?? asText(image?.['url']) ?? '';
      const made = readDataUrl(url);
      tag.flush();
      if (made) parts.file(made);
      else parts.source(url);
    }
  }

  function readDelta(delta: Loose): void {
    const { content } = delta;
    const isList = typeof content === 'object' && content !== null;
    readReasoning(isList ? reasoningOf(delta) + pieceText(content, 'thinking') : reasoningOf(delta));
    // A provider that opens with an empty string, or several, says nothing yet.
    if (typeof content === 'string') {
      if (content !== '') readText(content);
    } else if (isList) readText(pieceText(content, 'text'));
    if (typeof delta['refusal'] === 'string' && delta['refusal'] !== '') {
      refused = true;
      tag.flush();
      parts.text(delta['refusal']);
    }
    if (delta['tool_calls'] != null || delta['function_call'] != null) {
      tag.flush();
      tools.read(delta);
    }
    readImages(delta);
    if (delta['audio'] != null) {
      const words = sound.read(asObject(delta['audio']) ?? {});
      if (words !== '') readText(words);
    }
    for (const annotation of asArray(delta['annotations'])) {
      const cited = asObject(asObject(annotation)?.['url_citation']) ?? asObject(annotation);
      const url = asText(cited?.['url']);
      if (url !== undefined) parts.source(url, asText(cited?.['title']));
    }
  }

  function readFinish(reason: unknown): void {
    if (typeof reason !== 'string' || reason === '') return;
    // OpenRouter and DeepSeek say so when the model behind them broke off.
    if (reason === 'error') throw fail({ error: { message: 'The model broke off with an error.', code: 502 } });
    if (reason === 'insufficient_system_resource')
      throw fail({ error: { message: 'The model broke off: no machine is free.', code: 503 } });
    stopReason ??= mapOpenAiFinishReason(reason);
    onStopReason();
  }

  function readChoice(choice: Loose, chunk: Loose): void {
    // Perplexity repeats the whole message beside every delta; where there is no delta at all, it is the answer.
    const delta = asObject(choice['delta']) ?? (hasBegun ? undefined : asObject(choice['message']));
    hasBegun = true;
    if (delta) readDelta(delta);
    else if (typeof choice['text'] === 'string') readText(choice['text']);
    const reported = choice['error'] ?? chunk['error'];
    if (reported != null) throw fail({ error: reported });
    readFinish(choice['finish_reason']);
  }

  function readChunk(chunk: Loose): void {
    const choices = asArray(chunk['choices']);
    // Before the choices: one that says it broke off may bring the counts of what it cost.
    usage = mapOpenAiUsage(chunk) ?? usage;
    for (const entry of choices) {
      const choice = asObject(entry);
      // Several choices were not asked for; the first is the answer.
      if (choice && (choice['index'] ?? 0) === 0) readChoice(choice, chunk);
    }
    if (chunk['citations'] != null || chunk['search_results'] != null) citations = chunk;
    const isError = chunk['error'] != null || chunk['object'] === 'error' || (choices.length === 0 && chunk['type'] === 'error');
    if (isError) throw fail(chunk);
    const groqError = asWords(asObject(chunk['x_groq'])?.['error']);
    if (groqError !== undefined) throw fail({ error: { message: groqError } });
  }

  function finish(reason: StopReason): void {
    isDone = true;
    tag.flush();
    tools.end();
    sound.end();
    parts.closeAll();
    for (const entry of asArray(citations?.['search_results']))
      parts.source(asText(asObject(entry)?.['url']) ?? '', asText(asObject(entry)?.['title']));
    for (const url of asArray(citations?.['citations'])) parts.source(asText(url) ?? '');
    if (usage) sink({ type: 'usage', usage });
    const isToolTurn = tools.hasCalls && reason === 'end';
    sink({ type: 'finish', stopReason: refused ? 'refusal' : isToolTurn ? 'tool-calls' : reason });
  }

  /** Some servers put events into lines of one event; each line is then a chunk. */
  function readUnparsed(data: string, ending: boolean): void {
    const lines = data.split('\n').filter((line) => line.trim() !== '');
    const chunks = lines.length > 1 ? lines.map((line) => (line.trim() === '[DONE]' ? '[DONE]' : asObject(parseJson(line)))) : [];
    if (chunks.length > 0 && chunks.every((chunk) => chunk !== undefined)) {
      for (const chunk of chunks) {
        if (chunk === '[DONE]') finish(stopReason ?? 'end');
        else if (!isDone) readChunk(chunk as Loose);
      }
      return;
    }
    // What the end of the connection cut short is missing, not wrong.
    if (ending) return;
    if (data.trimStart().startsWith('{')) throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
    if (!warned) sink({ type: 'warning', code: 'provider.unreadable-event', message: 'The provider sent an event that is not JSON.' });
    warned = true;
  }

  function keepWhatArrived(): void {
    if (isDone) return;
    isDone = true;
    tag.flush();
    tools.end();
    sound.end();
    parts.closeAll();
    if (usage) sink({ type: 'usage', usage });
  }

  return {
    onEvent({ event, data }, ending) {
      if (isDone || data === '') return;
      if (data.startsWith('[DONE]') || data.trim() === '[DONE]') return finish(stopReason ?? 'end');
      const chunk = asObject(parseJson(data));
      if (event === 'error' && chunk?.['error'] == null) throw fail(chunk ?? data);
      if (chunk) readChunk(chunk);
      else readUnparsed(data, ending);
    },
    onBreak: keepWhatArrived,
    onEnd() {
      if (isDone) return;
      // The choice said why it ended; only the closing mark is missing.
      if (stopReason !== undefined) return finish(stopReason);
      throw new ProviderError(
        'provider.cut-off',
        'The answer stopped in the middle: the provider closed the connection without ending it.',
      );
    },
    onWhole(body) {
      readChunk(body);
      if (asArray(body['choices']).length > 0) return finish(stopReason ?? 'end');
      throw new ProviderError('provider.bad-answer', 'The provider answered with a document that holds no answer.');
    },
  };
}
