import { isRepeat } from '../../kit/is-repeat.ts';
import type { Rotation, SessionRow } from '../../ports/sessions.ts';
import type { Connection } from '../connection.ts';
import { toSessionRow, type StoredSession } from '../rows/session-row.ts';
import { endSession } from './end-session.ts';
import { addRefreshToken, type StoredRefreshToken } from './refresh-tokens.ts';

interface RotateInput {
  readonly presentedHash: string;
  readonly nextHash: string;
  readonly now: number;
  readonly graceMs: number;
  readonly expiresAt: number;
}

export function rotateRefresh(db: Connection, input: RotateInput): Rotation {
  const presented = db.get<StoredRefreshToken>('SELECT * FROM refresh_tokens WHERE hash = @hash', { hash: input.presentedHash });
  const session =
    presented === undefined ? undefined : db.get<StoredSession>('SELECT * FROM sessions WHERE id = @id', { id: presented.session_id });
  if (presented === undefined || session === undefined) return { outcome: 'unknown' };
  if (session.expires_at <= input.now) {
    endSession(db, session.user_id, session.id);
    return { outcome: 'expired' };
  }
  if (presented.hash === session.current_hash) {
    return { outcome: 'rotated', session: succeed(db, session, session.generation + 1, input.now, input) };
  }
  const chain = { generation: session.generation, rotatedAt: session.rotated_at };
  if (!isRepeat(chain, { generation: presented.generation, replaced: presented.replaced === 1 }, input)) {
    endSession(db, session.user_id, session.id);
    return { outcome: 'reused', sessionId: session.id };
  }
  db.run('UPDATE refresh_tokens SET replaced = 1 WHERE hash = @hash', { hash: session.current_hash });
  return { outcome: 'repeated', session: succeed(db, session, session.generation, session.rotated_at, input) };
}

function succeed(
  db: Connection,
  session: StoredSession,
  generation: number,
  rotatedAt: number,
  { nextHash, now, expiresAt }: RotateInput,
): SessionRow {
  addRefreshToken(db, session, nextHash, generation, expiresAt);
  db.run('DELETE FROM refresh_tokens WHERE session_id = @id AND expires_at <= @now', { id: session.id, now });
  const stored = db.get<StoredSession>(
    `UPDATE sessions SET current_hash = @nextHash, generation = @generation, rotated_at = @rotatedAt, last_used_at = @now, expires_at = @expiresAt
     WHERE id = @id RETURNING *`,
    { id: session.id, nextHash, generation, rotatedAt, now, expiresAt },
  );
  return toSessionRow(stored ?? session);
}
