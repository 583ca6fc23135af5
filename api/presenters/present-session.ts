import type { Session } from '@parley/contracts';
import type { SessionRow } from '../storage/ports/sessions.ts';

/** A session as its owner sees it; hashes of tokens stay inside. */
export function presentSession({ id, createdAt, lastUsedAt, userAgent, address }: SessionRow, currentId: string): Session {
  return { id, createdAt, lastUsedAt, userAgent, address, current: id === currentId };
}
