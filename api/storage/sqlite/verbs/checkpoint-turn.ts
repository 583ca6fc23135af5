import { writeCheckpoint } from '../../kit/read-checkpoint.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Checkpoint } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';

export function checkpointTurn(db: Connection, { ownerId }: Scope, id: string, epoch: number, checkpoint: Checkpoint): boolean {
  const changed = db.run(
    `UPDATE turns SET checkpoint = @checkpoint WHERE id = @id AND owner_id = @ownerId AND epoch = @epoch AND status IN ('running', 'waiting')`,
    { id, ownerId, epoch, checkpoint: writeCheckpoint(checkpoint) },
  );
  return changed > 0;
}
