import type { PartWriter } from '../kit/part-writer.ts';
import { wavOf } from '../kit/wav-of.ts';
import type { MadeFile } from '../port.ts';
import { asObject, asText, asWords, type Loose } from '../kit/tolerant.ts';
import { wrapSignature } from './thought-signature.ts';

/** Reads the parts of an answer, each of which is whole. */
export interface PartReader {
  part(part: Loose): void;
  readonly hasCalls: boolean;
  /** Whether anything was said at all. */
  readonly hasSpoken: boolean;
}

/** What a part can hold besides its words: said when it is not known. */
const aside = new Set(['thought', 'thoughtSignature', 'text', 'inlineData', 'partMetadata', 'videoMetadata', 'mediaResolution']);

/** What Google's own tools leave behind when they are asked to show it; the sources are told elsewhere. */
const silent = new Set(['toolCall', 'toolResponse']);

/** Sound comes as samples alone, of which a browser can make nothing until they have a head. */
function madeOf(data: Loose): MadeFile {
  const mediaType = asWords(data['mimeType']) ?? '';
  const base64 = asText(data['data']) ?? '';
  const samples = /^audio\/(?:l16|pcm)\b/i.test(mediaType);
  if (!samples) return { mediaType, base64 };
  const rate = Number(/rate=(\d{4,6})/i.exec(mediaType)?.[1] ?? 24_000);
  return { mediaType: 'audio/wav', base64: wavOf(base64, rate) };
}

/**
 * `callPrefix` begins the ids of calls that come without one. Signatures end the part they belong to, on a reasoning part (`wrapSignature`).
 */
export function createPartReader(
  parts: PartWriter,
  join: (delta: string) => string,
  warn: (kind: string) => void,
  callPrefix: () => string,
): PartReader {
  let calls = 0;
  let hasSpoken = false;

  function readCall(call: Loose, signature: string | undefined): void {
    calls += 1;
    hasSpoken = true;
    if (signature !== undefined) parts.close(wrapSignature('call', signature));
    const part = parts.openTool(asWords(call['id']) ?? `call_${callPrefix()}${calls}`, asWords(call['name']) ?? 'unknown');
    parts.tool(part, JSON.stringify(asObject(call['args']) ?? {}));
    parts.closeTool(part);
  }

  /** Pictures that belong to a thought are drafts, and are not kept. */
  function readFile(data: Loose, signature: string | undefined): void {
    hasSpoken = true;
    const made = madeOf(data);
    if (signature !== undefined) parts.close(wrapSignature('file', signature));
    parts.file(made);
  }

  return {
    part(part) {
      const call = asObject(part['functionCall']);
      const signature = asWords(part['thoughtSignature']) ?? asWords(call?.['thoughtSignature']);
      if (call) return readCall(call, signature);
      const text = asText(part['text']) ?? '';
      const isThought = part['thought'] === true;
      const data = asObject(part['inlineData']);
      if (data && !isThought) return readFile(data, signature);
      if (text !== '') hasSpoken = true;
      if (isThought) parts.reasoning(text);
      else parts.text(join(text));
      if (signature !== undefined) parts.close(wrapSignature(isThought ? 'thought' : 'text', signature));
      for (const kind of Object.keys(part)) if (!aside.has(kind) && !silent.has(kind)) warn(kind);
    },
    get hasCalls() {
      return calls > 0;
    },
    get hasSpoken() {
      return hasSpoken;
    },
  };
}
