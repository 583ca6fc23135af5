import { chatBucket } from '../../kit/cost.ts';
import type { Scope } from '../../ports/scope.ts';
import type { UsageRow } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { toUsageRow, type StoredSum } from '../rows/usage-row.ts';

interface Days {
  readonly from: string;
  readonly to: string;
}

const most = 100_000;

export const readUsage = (db: Connection, { ownerId }: Scope, { from, to }: Days): UsageRow[] =>
  db
    .all<StoredSum>(
      'SELECT * FROM usage_sums WHERE owner_id = @ownerId AND bucket BETWEEN @from AND @to ORDER BY bucket, kind, endpoint, model LIMIT @most',
      { ownerId, from, to, most },
    )
    .map(toUsageRow);

export const readAllUsage = (db: Connection, { from, to }: Days): UsageRow[] =>
  db
    .all<StoredSum>(
      'SELECT * FROM usage_sums WHERE bucket BETWEEN @from AND @to ORDER BY bucket, owner_id, kind, endpoint, model LIMIT @most',
      { from, to, most },
    )
    .map(toUsageRow);

export const readChatUsage = (db: Connection, { ownerId }: Scope, conversationId: string): UsageRow[] =>
  db
    .all<StoredSum>('SELECT * FROM usage_sums WHERE owner_id = @ownerId AND bucket = @bucket ORDER BY kind, endpoint, model', {
      ownerId,
      bucket: chatBucket(conversationId),
    })
    .map(toUsageRow);
