import { bucketsOf } from '../../kit/cost.ts';
import type { LedgerEntry } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { costParams } from '../rows/usage-row.ts';
import { releaseReservation } from './release-reservation.ts';

/** Writes down calls, counts them, charges their accounts and gives back what was reserved for them. Those that are there already are left. */
export function addEntries(db: Connection, ownerId: string, entries: readonly LedgerEntry[]): number {
  return entries.filter((entry) => addEntry(db, ownerId, entry)).length;
}

function addEntry(db: Connection, ownerId: string, entry: LedgerEntry): boolean {
  const { id, turnId, attempt, at } = entry;
  const added = db.run(
    `INSERT INTO ledger (id, owner_id, turn_id, attempt, at, entry) VALUES (@id, @ownerId, @turnId, @attempt, @at, @entry)
     ON CONFLICT (id) DO NOTHING`,
    { id, ownerId, turnId, attempt, at, entry: JSON.stringify(entry) },
  );
  if (added === 0) return false;
  for (const bucket of bucketsOf(entry)) count(db, ownerId, bucket, entry);
  releaseReservation(db, id);
  for (const account of entry.accounts)
    db.run('UPDATE budget_accounts SET spent = spent + @charged WHERE id = @account', { account, charged: entry.charged });
  return true;
}

function count(db: Connection, ownerId: string, bucket: string, { kind, endpoint, model, cost }: LedgerEntry): void {
  db.run(
    `INSERT INTO usage_sums (owner_id, bucket, kind, endpoint, model, calls, input_tokens, cached_input_tokens, cache_write_tokens,
       output_tokens, reasoning_tokens, nanodollars, unpriced, estimated)
     VALUES (@ownerId, @bucket, @kind, @endpoint, @model, @calls, @inputTokens, @cachedInputTokens, @cacheWriteTokens,
       @outputTokens, @reasoningTokens, @nanodollars, @unpriced, @estimated)
     ON CONFLICT (owner_id, bucket, kind, endpoint, model) DO UPDATE SET
       calls = calls + @calls, input_tokens = input_tokens + @inputTokens, cached_input_tokens = cached_input_tokens + @cachedInputTokens,
       cache_write_tokens = cache_write_tokens + @cacheWriteTokens, output_tokens = output_tokens + @outputTokens,
       reasoning_tokens = reasoning_tokens + @reasoningTokens, nanodollars = nanodollars + @nanodollars, unpriced = unpriced + @unpriced,
       estimated = estimated + @estimated`,
    { ownerId, bucket, kind, endpoint, model, ...costParams(cost) },
  );
}
