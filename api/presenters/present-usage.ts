import type { UsageReportRow } from '@parley/contracts';
import type { UsageRow } from '../storage/ports/usage.ts';

/** A sum as a person sees it; one of a conversation has no day. */
export function presentUsage({ ownerId: _owner, bucket, ...row }: UsageRow): UsageReportRow {
  return { ...row, ...(bucket.startsWith('chat:') ? {} : { day: bucket }) };
}
