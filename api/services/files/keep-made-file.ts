import { uuidv7 } from '@parley/chat-core';
import { assertThat, limits, RequestError } from '@parley/contracts';
import type { FileRow } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { detectType } from './detect-type.ts';
import { dropFile } from './drop-file.ts';
import type { FileContext } from './file-context.ts';
import { storeContent } from './store-content.ts';

/** What a model made, for an answer of the owner's. */
export interface Made {
  readonly answerId: string;
  readonly base64: string;
  /** Which file of the answer it is, from 1: a part of its name. */
  readonly number: number;
}

/** Characters that are decoded at a time; whole groups of four. */
const atATime = 262_144;

/** The bytes of a text in base64, in pieces: the whole is never held twice. */
async function* decoded(base64: string): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < base64.length; at += atATime) yield Buffer.from(base64.slice(at, at + atATime), 'base64');
}

const kinds = { image: 'picture', audio: 'sound', video: 'film' } as const;
const endings: Readonly<Record<string, string>> = { jpeg: 'jpg', mpeg: 'mp3', 'svg+xml': 'svg', 'x-m4a': 'm4a' };

/** `picture-1.png`: by what the content is, since nobody has named it. */
function nameOf(mediaType: string, number: number): string {
  const [kind = '', form = ''] = mediaType.split('/');
  if (!Object.hasOwn(kinds, kind)) return `file-${number}`;
  return `${kinds[kind as keyof typeof kinds]}-${number}.${endings[form] ?? form.replaceAll(/[^a-z0-9]/g, '')}`;
}

/**
 * Keeps what a model made: like a file that a person brings, streamed into the store and typed by its content, but used by its answer from its
 * end on, so that it lives and goes with it. The operator's rules for uploads do not hold here. An attempt that fails leaves nothing, or what
 * the sweep finds. Throws `file.too-large`, `file.empty`, `file.cut-off` when the answer is gone, and what the stores throw.
 */
export async function keepMadeFile(
  files: FileContext,
  scope: Scope,
  { answerId, base64, number }: Made,
  signal: AbortSignal,
): Promise<FileRow> {
  const maxBytes = limits.fileBytes;
  const bytes = Math.floor((base64.length * 3) / 4);
  assertThat(bytes > 0, 'file.empty');
  // Two characters may be padding.
  if (bytes - 2 > maxBytes) throw new RequestError('file.too-large', { params: { limit: maxBytes } });
  const id = uuidv7();
  const mediaType = await detectType({ head: Buffer.from(base64.slice(0, 8_192), 'base64'), isText: false, name: '' });
  const name = nameOf(mediaType, number);
  // It has an answer already: what a person has brought and not sent takes none of its room.
  const room = { maxFiles: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };
  await files.storage.beginFile(scope, { id, name, bytes, now: files.now(), ...room });
  try {
    const found = await storeContent(files, { id, name, body: decoded(base64), maxBytes }, signal);
    signal.throwIfAborted();
    const kept = await files.storage.finishFile(scope, id, found, answerId);
    assertThat(kept !== null, 'file.cut-off');
    return kept;
  } catch (error) {
    await dropFile(files, scope, id);
    throw error;
  }
}
