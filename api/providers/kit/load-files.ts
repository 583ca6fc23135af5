import { isKnownPart, limits, type Part, type PartOf } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelMessage } from '../port.ts';
import { fileKind, type FileKind } from './file-kind.ts';
import { fileAsText } from './file-as-text.ts';
import { handBackFiles } from './hand-back-files.ts';

/** What a wire format carries of files, as media types; words are sent as text parts where it has no place of its own for them. */
export interface FormatTakes {
  readonly image?: readonly string[];
  readonly document?: readonly string[];
  readonly audio?: readonly string[];
  readonly video?: readonly string[];
  /** The format has a place for a file of words. */
  readonly text?: boolean;
  /** Answers may hold files. Elsewhere those of an answer go into the question behind it. */
  readonly inAnswers?: boolean;
}

/** A file as an adapter puts it into its request. */
export type LoadedFile = { readonly name: string; readonly mediaType: string } & (
  { readonly kind: Exclude<FileKind, 'text' | 'other'>; readonly base64: string } | { readonly kind: 'text'; readonly text: string }
);

/** By file id. Every `file` part that is left in the call has its entry. */
export type LoadedFiles = ReadonlyMap<string, LoadedFile>;

interface LoadedCall {
  /** The call, in which files are left only where the format carries them; the rest is words, or gone with a warning. */
  readonly call: ModelCall;
  readonly files: LoadedFiles;
  /** What a person has to know, in whole sentences. */
  readonly warnings: readonly string[];
}

type FilePart = PartOf<'file'>;

const isFile = (part: Part): part is FilePart => isKnownPart(part) && part.type === 'file';

/** Of a call without files. */
export const noFiles: LoadedFiles = new Map();
const acceptNames = { image: 'images', document: 'documents', audio: 'audio' } as const;

/** Why a file is not sent; null: it is. */
function refusal(part: FilePart, role: ModelMessage['role'], takes: FormatTakes, { accepts, model }: ModelCall): string | null {
  if (role !== 'user' && takes.inAnswers !== true)
    return `The file "${part.name}" belongs to an answer; only the words of answers are sent.`;
  const kind = fileKind(part.mediaType);
  if (kind === 'text') return null;
  if (kind === 'other' || !takes[kind]?.includes(part.mediaType))
    return `The file "${part.name}" (${part.mediaType}) is left out: this provider's API does not take files of this type.`;
  if (kind !== 'video' && accepts?.[acceptNames[kind]] === false)
    return `The file "${part.name}" is left out: ${model} does not take ${acceptNames[kind]}.`;
  return null;
}

interface Chosen {
  readonly wanted: ReadonlyMap<string, FilePart>;
  /** Why a file is left out, by its id and the role of the message it is in. */
  readonly refused: ReadonlyMap<string, string>;
}

const placeOf = (part: FilePart, role: ModelMessage['role']): string => `${role === 'user' ? '' : 'answer:'}${part.fileId}`;

/** Newest first, as far as the bytes of one call reach. */
function choose(call: ModelCall, takes: FormatTakes): Chosen {
  const wanted = new Map<string, FilePart>();
  const refused = new Map<string, string>();
  let left: number = limits.callFileBytes;
  for (const { role, parts } of call.messages.toReversed()) {
    for (const part of parts.filter(isFile)) {
      const place = placeOf(part, role);
      if (wanted.has(place) || refused.has(place)) continue;
      const why = refusal(part, role, takes, call);
      if (why === null && part.bytes <= left) {
        wanted.set(place, part);
        left -= part.bytes;
      } else {
        refused.set(place, why ?? `The file "${part.name}" is left out: the files of this chat are more than fits into one request.`);
      }
    }
  }
  return { wanted, refused };
}

async function load({ loadFile }: ModelCall, { fileId, name }: FilePart, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    return (await loadFile?.(fileId, signal)) ?? null;
  } catch (cause) {
    throw new ProviderError('server.storage-unavailable', `The file "${name}" cannot be read.`, { cause });
  }
}

/** The call with its files where the format has a place for them. */
const placed = (call: ModelCall, takes: FormatTakes): ModelCall =>
  takes.inAnswers === true ? call : { ...call, messages: handBackFiles(call.messages) };

/** Why files of a call are not sent, known before any is read; behind its last answer a question will follow. */
export function refusedFiles(call: ModelCall, takes: FormatTakes): string[] {
  const asked = { ...call, messages: [...call.messages, { role: 'user' as const, parts: [] }] };
  return [...new Set(choose(placed(asked, takes), takes).refused.values())];
}

/**
 * Brings the files of a call, for a format that takes these; what a model made goes back to it. Files of words become text parts unless the format has a place for them; a file
 * that is no longer there becomes a sentence saying so. Throws
 * `server.storage-unavailable` when one cannot be read. Calls without files come back as they are.
 */
export async function loadFiles(asked: ModelCall, takes: FormatTakes, signal: AbortSignal): Promise<LoadedCall> {
  if (!asked.messages.some(({ parts }) => parts.some(isFile))) return { call: asked, files: noFiles, warnings: [] };
  const call = placed(asked, takes);
  const { wanted, refused } = choose(call, takes);
  const contents = new Map<string, Uint8Array | null>();
  await Promise.all([...wanted.values()].map(async (part) => contents.set(part.fileId, await load(call, part, signal))));

  const warnings = new Set<string>(refused.values());
  const files = new Map<string, LoadedFile>();
  function place(part: Part, role: ModelMessage['role']): Part[] {
    if (!isFile(part)) return [part];
    if (refused.has(placeOf(part, role))) return [];
    const { id, fileId, name, mediaType } = part;
    const bytes = contents.get(fileId);
    if (bytes === null || bytes === undefined) {
      warnings.add(`The file "${name}" is no longer there.`);
      return [{ type: 'text', id, text: `[The file "${name}" is no longer there.]` }];
    }
    const kind = fileKind(mediaType);
    if (kind !== 'text' && kind !== 'other') {
      files.set(fileId, {
        name,
        mediaType,
        kind,
        base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
      });
      return [part];
    }
    const { text, cut } = fileAsText(bytes);
    if (cut) warnings.add(`Of the file "${name}" the first ${limits.fileTextCharacters} characters are sent.`);
    if (takes.text !== true) return [{ type: 'text', id, text: `[File "${name}"]\n${text}\n[End of file "${name}"]` }];
    files.set(fileId, { name, mediaType, kind: 'text', text });
    return [part];
  }
  const messages = call.messages.map(({ role, parts }) => ({ role, parts: parts.flatMap((part) => place(part, role)) }));
  return { call: { ...call, messages }, files, warnings: [...warnings] };
}
