import { assertThat, RequestError, type InputPart, type Part } from '@parley/contracts';
import type { FileRow } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { Made } from '../files/keep-made-file.ts';

/** What the chat asks of files. */
export interface ChatFiles {
  /** A person's parts as a message keeps them. Reads the store only where there are files; throws `file.not-found` and what the rules refuse. */
  resolveParts(scope: Scope, endpoint: string | null, parts: readonly InputPart[]): Promise<Part[]>;
  /** The bytes of a file, for a model; null when they are not there. */
  load(scope: Scope, fileId: string, signal: AbortSignal): Promise<Uint8Array | null>;
  /** Keeps what a model made for an answer of the owner's, which uses it from then on. Throws as `keepMadeFile` says. */
  keep(scope: Scope, made: Made, signal: AbortSignal): Promise<FileRow>;
  /** Removes what nobody sent within a day, and what no message uses any more. */
  sweep(signal: AbortSignal): Promise<unknown>;
}

/** For a chat without files: none is there. */
export const noChatFiles: ChatFiles = {
  async resolveParts(_scope, _endpoint, parts) {
    return parts.map((part, index) => {
      assertThat(part.type !== 'file', 'file.not-found');
      return { ...part, id: `p${index + 1}` };
    });
  },
  load: async () => null,
  keep: () => Promise.reject(new RequestError('server.storage-unavailable')),
  sweep: async () => undefined,
};
