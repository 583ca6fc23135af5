import { toSessionRow as fromMongo, type StoredSession as SessionDocument, type StoredToken } from '../../mongo/rows/session-row.ts';
import type { Connection } from '../../sqlite/connection.ts';
import { toSessionRow as fromSqlite, type StoredSession } from '../../sqlite/rows/session-row.ts';
import type { StoredRefreshToken } from '../../sqlite/verbs/refresh-tokens.ts';
import type { Entity, Side } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

/** A session with its chain of tokens, ordered by their hashes. Writes of one in MongoDB are counted anew. */
type Session = Omit<SessionDocument, 'version'>;

type StoredChainToken = StoredRefreshToken & { readonly expires_at: number };

const byHash = (a: StoredToken, b: StoredToken): number => (a.hash < b.hash ? -1 : 1);

function tokensOf(db: Connection, sessionId: string): StoredToken[] {
  const stored = db.all<StoredChainToken>('SELECT * FROM refresh_tokens WHERE session_id = @sessionId', { sessionId });
  const tokens = stored.map(({ hash, generation, replaced, expires_at }) => ({
    hash,
    generation,
    replaced: replaced === 1,
    expiresAt: expires_at,
  }));
  return tokens.toSorted(byHash);
}

const insertToken = insertInto('refresh_tokens', 'hash session_id generation replaced expires_at');

// Staged, because the order of creation is one number for everybody here and one per owner there: see `stage-order.ts`.
const columns = `
  seq id user_id current_hash generation rotated_at created_at last_used_at expires_at
  user_agent address`;

const inSqlite = (db: Connection): Side<Session> =>
  sqliteSide<StoredSession, Session>(db, {
    select: 'SELECT * FROM sessions',
    table: 'sessions',
    key: ['id'],
    keyOf: (stored) => [stored.id],
    toFields: (stored) => ({
      _id: stored.id,
      seq: stored.seq,
      userId: stored.user_id,
      currentHash: stored.current_hash,
      generation: stored.generation,
      rotatedAt: stored.rotated_at,
      createdAt: stored.created_at,
      lastUsedAt: stored.last_used_at,
      expiresAt: stored.expires_at,
      userAgent: stored.user_agent,
      address: stored.address,
      tokens: tokensOf(db, stored.id),
    }),
    toRow: fromSqlite,
    insert: [insertInto('staged_sessions', columns)],
    toParams: (session) => ({
      seq: session.seq,
      id: session._id,
      user_id: session.userId,
      current_hash: session.currentHash,
      generation: session.generation,
      rotated_at: session.rotatedAt,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      address: session.address,
    }),
    insertMore({ _id, tokens }) {
      for (const { hash, generation, replaced, expiresAt } of tokens)
        db.run(insertToken, { hash, session_id: _id, generation, replaced: Number(replaced), expires_at: expiresAt });
    },
  });

export const sessions: Entity<Session> = {
  name: 'sessions',
  inSqlite,
  inMongo: (collections) =>
    mongoSide<SessionDocument, Session>({
      collection: collections.sessions,
      key: ['_id'],
      toFields: ({ version: _version, tokens, ...session }) => ({
        ...session,
        tokens: tokens.map(({ hash, generation, replaced, expiresAt }) => ({ hash, generation, replaced, expiresAt })).toSorted(byHash),
      }),
      toRow: fromMongo,
      toDocument: (session) => ({ ...session, version: 1 }),
    }),
};
