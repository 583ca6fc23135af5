import type { Damaged } from '@parley/contracts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toListedConversation, type StoredConversation } from '../rows/conversation-row.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { readRev } from './read-rev.ts';

interface Tombstone {
  readonly id: string;
  readonly rev: number;
}

interface Changes {
  rows: (ConversationRow | Damaged)[];
  gone: string[];
  rev: number;
  more: boolean;
}

/** Rows and tombstones share one counter: the page holds the first `limit` of both together and ends at one rev. */
export function readChanges(db: Connection, { ownerId }: Scope, since: number, limit: number): Changes {
  return withSnapshot(db, () => {
    const page = { ownerId, since, limit: limit + 1 };
    const rows = db.all<StoredConversation>(
      `SELECT * FROM conversation_rows WHERE owner_id = @ownerId AND user_id = @ownerId AND rev > @since ORDER BY rev LIMIT @limit`,
      page,
    );
    const tombstones = db.all<Tombstone>(
      `SELECT id, rev FROM tombstones WHERE owner_id = @ownerId AND kind = 'conversation' AND rev > @since ORDER BY rev LIMIT @limit`,
      page,
    );
    const revs = [...rows, ...tombstones].map((each) => each.rev).toSorted((a, b) => a - b);
    const more = revs.length > limit;
    const until = (more ? revs[limit - 1] : readRev(db, ownerId)) ?? since;
    return {
      rows: rows.filter((row) => row.rev <= until).map(toListedConversation),
      gone: tombstones.filter((tombstone) => tombstone.rev <= until).map((tombstone) => tombstone.id),
      rev: until,
      more,
    };
  });
}
