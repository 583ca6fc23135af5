import { limits, RequestError, type Part, type TurnEvent } from '@parley/contracts';
import type { MadeFile } from '../../providers/port.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { ChatContext } from './chat-context.ts';

/** A file as it becomes a part of an answer, or why it does not. */
export type Kept =
  Omit<Extract<TurnEvent, { type: 'file' }>, 'part'> | { readonly type: 'warning'; readonly code: string; readonly message: string };

/** Keeps what the model made. Never throws: an answer whose picture is lost still has its words, and says so. */
export type KeepMade = (made: MadeFile, signal: AbortSignal) => Promise<Kept>;

/** Why, in words for whoever reads the answer. */
function reasonOf(error: unknown): string {
  const code = error instanceof RequestError ? error.code : null;
  if (code === 'file.too-large') return `it is larger than ${limits.fileBytes / 1_048_576} MB.`;
  if (code === 'file.empty') return 'it cannot be read.';
  return 'the place for files could not be reached.';
}

/** For the turn's answer, whose parts are `parts` as they grow. */
export function createKeepMade(chat: Pick<ChatContext, 'files' | 'logger'>, turn: TurnRow, parts: readonly Part[]): KeepMade {
  const lost = (why: string): Kept => ({
    type: 'warning',
    code: 'file.not-kept',
    message: `A file that the model made is not here: ${why}`,
  });
  let made = 0;
  return async ({ mediaType: told, base64 }, signal) => {
    made += 1;
    if (made > limits.madeFiles) return lost(`it made more than ${limits.madeFiles}.`);
    const number = parts.filter(({ type }) => type === 'file').length + 1;
    try {
      const file = await chat.files.keep(scopeOfTurn(turn), { answerId: turn.answerId, base64, number }, signal);
      const { id: fileId, name, mediaType, bytes, width, height } = file;
      return { type: 'file', fileId, name, mediaType, bytes, ...(width === null || height === null ? {} : { width, height }) };
    } catch (error) {
      chat.logger.warn({ turnId: turn.id, mediaType: told, reason: String(error) }, 'What a model made could not be kept.');
      return lost(reasonOf(error));
    }
  };
}
