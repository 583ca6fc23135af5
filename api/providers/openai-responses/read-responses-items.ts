import type { PartWriter } from '../kit/part-writer.ts';
import { asArray, asCount, asObject, asText, asWords, type Loose } from '../kit/tolerant.ts';
import { wrapReasoning } from './reasoning-signature.ts';

interface OpenCall {
  readonly part: string;
  hasPieces: boolean;
}

/** Reads the output items of a response: each is added, told in pieces, and done, when it is told once more as a whole. */
export interface ItemReader {
  added(index: number, item: Loose): void;
  contentAdded(): void;
  summaryAdded(): void;
  text(delta: string): void;
  refusal(delta: string): void;
  reasoning(delta: string): void;
  callArguments(event: Loose, delta: string): void;
  /** A piece told as a whole: says what its deltas did not. */
  contentDone(content: Loose): void;
  reasoningDone(text: string): void;
  callArgumentsDone(event: Loose): void;
  cite(annotation: unknown): void;
  done(index: number, item: Loose): void;
  endAll(): void;
  readonly refused: boolean;
  readonly hasCalls: boolean;
  /** Whether anything was said at all. */
  readonly hasSpoken: boolean;
}

/** Items that OpenAI's own tools leave behind; they carry nothing for the reader of an answer but the sources that are cited elsewhere. */
const silent = /^(?:web_search_call|file_search_call|image_generation_call|compaction)$/;

const isCall = (type: string): boolean => type === 'function_call' || type === 'custom_tool_call';

export function createItemReader(parts: PartWriter, join: (delta: string) => string, warn: (kind: string) => void): ItemReader {
  const calls = new Map<number, OpenCall>();
  let made = 0;
  let refused = false;
  let hasSpoken = false;
  // What has been said of the item, and of the piece of it, that is being told.
  let item = { words: false, reasoning: false };
  let piece = { words: false, reasoning: false };

  function openCall(index: number, said: Loose): OpenCall {
    const known = calls.get(index);
    if (known) return known;
    made += 1;
    const call = {
      part: parts.openTool(asWords(said['call_id']) ?? asWords(said['id']) ?? `call_${made}`, asWords(said['name']) ?? 'unknown'),
      hasPieces: false,
    };
    calls.set(index, call);
    hasSpoken = true;
    return call;
  }
  function writeCall(call: OpenCall, delta: string): void {
    if (delta === '') return;
    call.hasPieces = true;
    parts.tool(call.part, delta);
  }
  const indexOf = (event: Loose): number => asCount(event['output_index']) ?? 0;
  const argumentsOf = (said: Loose): string => asText(said['arguments']) ?? asText(said['input']) ?? '';

  function readContent(content: Loose): void {
    const type = asText(content['type']);
    if (type === 'refusal') reader.refusal(asText(content['refusal']) ?? '');
    else if (type === 'reasoning_text') reader.reasoning(asText(content['text']) ?? '');
    else if (type === 'output_text') reader.text(asText(content['text']) ?? '');
    else warn(type ?? 'content without a type');
  }

  function readReasoning(said: Loose): void {
    if (!item.reasoning) {
      for (const entry of [...asArray(said['summary']), ...asArray(said['content'])]) {
        reader.summaryAdded();
        reader.reasoning(asText(asObject(entry)?.['text']) ?? '');
      }
    }
    const content = asWords(said['encrypted_content']);
    if (content === undefined) return parts.close();
    hasSpoken = true;
    parts.close(wrapReasoning({ id: asWords(said['id']) ?? '', content }));
  }

  function readImage(said: Loose): void {
    const base64 = asText(said['result']) ?? '';
    if (base64 === '') return;
    hasSpoken = true;
    parts.file({ mediaType: `image/${asWords(said['output_format']) ?? 'png'}`, base64 });
  }

  const reader: ItemReader = {
    added(index, said) {
      const type = asText(said['type']) ?? '';
      item = { words: false, reasoning: false };
      piece = { ...item };
      parts.close();
      if (isCall(type)) openCall(index, said);
      else if (type !== 'message' && type !== 'reasoning' && !silent.test(type)) warn(type);
    },
    contentAdded() {
      piece = { words: false, reasoning: false };
    },
    summaryAdded() {
      piece.reasoning = false;
    },
    text(delta) {
      if (delta === '') return;
      item.words = piece.words = hasSpoken = true;
      parts.text(join(delta));
    },
    refusal(delta) {
      if (delta === '') return;
      refused = item.words = piece.words = hasSpoken = true;
      parts.text(delta);
    },
    reasoning(delta) {
      if (delta === '') return;
      // Each summary is a paragraph of its own.
      if (item.reasoning && !piece.reasoning) parts.reasoning('\n\n');
      item.reasoning = piece.reasoning = hasSpoken = true;
      parts.reasoning(delta);
    },
    callArguments(event, delta) {
      writeCall(openCall(indexOf(event), event), delta);
    },
    contentDone(content) {
      if (!piece.words && content['type'] !== 'reasoning_text') readContent(content);
      for (const annotation of asArray(content['annotations'])) reader.cite(annotation);
    },
    reasoningDone(text) {
      if (!piece.reasoning) reader.reasoning(text);
    },
    callArgumentsDone(event) {
      const call = openCall(indexOf(event), event);
      if (!call.hasPieces) writeCall(call, argumentsOf(event));
    },
    cite(annotation) {
      const said = asObject(annotation);
      const url = asWords(said?.['url']);
      if (url !== undefined) parts.source(url, asText(said?.['title']));
      else if (said) warn(asWords(said['type']) ?? 'annotation');
    },
    done(index, said) {
      const type = asText(said['type']) ?? '';
      if (isCall(type)) {
        const call = openCall(index, said);
        if (!call.hasPieces) writeCall(call, argumentsOf(said));
        parts.closeTool(call.part);
        return;
      }
      if (type === 'image_generation_call') return readImage(said);
      if (type === 'reasoning') readReasoning(said);
      else if (type !== 'message') {
        if (!silent.test(type)) warn(type);
        return;
      } else {
        for (const entry of asArray(said['content'])) {
          const content = asObject(entry);
          if (!content) continue;
          if (!item.words) {
            readContent(content);
            // The next piece of a message that was not told in deltas must be read too.
            item.words = false;
          }
          for (const annotation of asArray(content['annotations'])) reader.cite(annotation);
        }
        parts.close();
      }
      item = { words: false, reasoning: false };
      piece = { ...item };
    },
    endAll() {
      parts.closeAll();
    },
    get refused() {
      return refused;
    },
    get hasCalls() {
      return calls.size > 0;
    },
    get hasSpoken() {
      return hasSpoken;
    },
  };
  return reader;
}
