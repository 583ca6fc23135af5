import type { Damaged } from '@parley/contracts';
import type { ConversationQuery, ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toListedConversation, type StoredConversation } from '../rows/conversation-row.ts';
import { foldTitle } from '../../kit/fold-title.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { readRev } from './read-rev.ts';

/** Each names exactly the condition of one index, in whose order the rows come. */
const conditions: Readonly<Record<ConversationQuery['show'], string>> = {
  active: 'deleted = 0 AND archived = 0',
  pinned: 'deleted = 0 AND pinned = 1',
  archived: 'deleted = 0 AND archived = 1',
  bin: 'deleted = 1',
};

/** The statement of a list; titles are compared as they are, never as patterns. */
export function listSql(show: ConversationQuery['show'], filtered: boolean): string {
  return `SELECT * FROM conversation_rows
    WHERE user_id = @ownerId AND ${conditions[show]} AND (activity_at, id) < (@activityAt, @afterId)${filtered ? ' AND instr(title_folded, @title) > 0' : ''}
    ORDER BY activity_at DESC, id DESC LIMIT @limit`;
}

/** Sorts after every row there can be. */
const beginning = { activityAt: Number.MAX_SAFE_INTEGER, id: '' };

export function listConversations(
  db: Connection,
  { ownerId }: Scope,
  { show, title, after = beginning, limit }: ConversationQuery,
): { rows: (ConversationRow | Damaged)[]; more: boolean; rev: number } {
  const folded = foldTitle(title ?? '');
  return withSnapshot(db, () => {
    const rows = db.all<StoredConversation>(listSql(show, folded !== ''), {
      ownerId,
      activityAt: after.activityAt,
      afterId: after.id,
      title: folded,
      limit: limit + 1,
    });
    return { rows: rows.slice(0, limit).map(toListedConversation), more: rows.length > limit, rev: readRev(db, ownerId) };
  });
}
