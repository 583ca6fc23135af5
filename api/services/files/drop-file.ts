import { fileKey } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { FileContext } from './file-context.ts';

/**
 * Takes a file away that no message uses, its row last. What fails here is done by the next sweep, since the row is still there: it is
 * logged and not thrown. False when there is none, or a message uses it.
 */
export async function dropFile({ storage, blobs, logger }: FileContext, scope: Scope, id: string): Promise<boolean> {
  try {
    if (!(await storage.doomFile(scope, id))) return false;
    await blobs.delete(fileKey(id));
    await storage.forgetFiles([id]);
  } catch (error) {
    logger.warn({ fileId: id, reason: String(error) }, 'A file could not be taken away yet; the next sweep does it.');
  }
  return true;
}
