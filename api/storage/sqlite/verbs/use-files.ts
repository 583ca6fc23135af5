import { assertThat } from '@parley/contracts/request-error';
import type { Part } from '@parley/contracts';
import { fileIdsOf } from '../../kit/file-ids.ts';
import type { Connection } from '../connection.ts';

/** Notes the files that a person's message uses. Throws `file.not-found` unless all of them are the owner's and there. */
export function useFiles(db: Connection, ownerId: string, messageId: string, parts: readonly Part[]): void {
  for (const fileId of fileIdsOf(parts)) {
    const kept = db.run(
      `INSERT INTO file_uses (message_id, file_id)
       SELECT @messageId, id FROM files WHERE id = @fileId AND owner_id = @ownerId AND state = 'there'`,
      { messageId, fileId, ownerId },
    );
    assertThat(kept > 0, 'file.not-found');
  }
}

/** The same for a message whose parts have changed: what it no longer uses is let go. */
export function useOtherFiles(db: Connection, ownerId: string, messageId: string, parts: readonly Part[]): void {
  db.run('DELETE FROM file_uses WHERE message_id = @messageId', { messageId });
  useFiles(db, ownerId, messageId, parts);
}
