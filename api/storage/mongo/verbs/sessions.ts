import { isRepeat } from '../../kit/is-repeat.ts';
import type { NewSession, Rotation, SessionRow, SessionStore } from '../../ports/sessions.ts';
import { fromNewSession, toSessionRow, type StoredSession, type StoredToken } from '../rows/session-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

/** Expired sessions go, and the oldest beyond the number kept; the new one always stays. */
export async function createSession(unit: OwnerUnit, session: NewSession): Promise<SessionRow> {
  const { userId, now, keepAtMost } = session;
  unit.owner.seq += 1;
  const stored = fromNewSession(session, unit.owner.seq);
  await unit.in.sessions.insertOne(stored, unit.at);
  await unit.in.sessions.deleteMany({ userId, expiresAt: { $lte: now } }, unit.at);
  const beyond = await unit.in.sessions
    .find({ userId }, unit.at)
    .sort({ seq: -1 })
    .skip(Math.max(1, keepAtMost))
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  if (beyond.length > 0) await unit.in.sessions.deleteMany({ _id: { $in: beyond.map((each) => each._id) } }, unit.at);
  return toSessionRow(stored);
}

export async function getSession(unit: Unit, id: string, now: number): Promise<SessionRow | null> {
  const stored = await unit.in.sessions.findOne({ _id: id, expiresAt: { $gt: now } }, unit.at);
  return stored === null ? null : toSessionRow(stored);
}

export async function listSessions(unit: Unit, userId: string, now: number): Promise<SessionRow[]> {
  const stored = await unit.in.sessions
    .find({ userId, expiresAt: { $gt: now } }, unit.at)
    .sort({ lastUsedAt: -1, seq: -1 })
    .toArray();
  return stored.map(toSessionRow);
}

type RotateInput = Parameters<SessionStore['rotateRefresh']>[0];

/** Read, decide, and write only if nobody wrote meanwhile; else look again. Each round, somebody has got on. */
export async function rotateRefresh(unit: Unit, input: RotateInput): Promise<Rotation> {
  for (;;) {
    const session = await unit.in.sessions.findOne({ 'tokens.hash': input.presentedHash }, unit.at);
    const presented = session?.tokens.find((token) => token.hash === input.presentedHash);
    if (session === null || presented === undefined) return { outcome: 'unknown' };
    const rotation = rotate(session, presented, input);
    const seen = { _id: session._id, version: session.version };
    if (rotation.next === null) {
      if ((await unit.in.sessions.deleteOne(seen, unit.at)).deletedCount === 1) return rotation.answer;
    } else if ((await unit.in.sessions.replaceOne(seen, rotation.next, unit.at)).matchedCount === 1) return rotation.answer;
  }
}

/** What becomes of the session, null when it ends, and what the caller is told. */
function rotate(session: StoredSession, presented: StoredToken, input: RotateInput): { next: StoredSession | null; answer: Rotation } {
  if (session.expiresAt <= input.now) return { next: null, answer: { outcome: 'expired' } };
  if (presented.hash === session.currentHash) {
    const next = succeed(session, session.generation + 1, input.now, session.tokens, input);
    return { next, answer: { outcome: 'rotated', session: toSessionRow(next) } };
  }
  if (!isRepeat(session, presented, input)) return { next: null, answer: { outcome: 'reused', sessionId: session._id } };
  const tokens = session.tokens.map((token) => (token.hash === session.currentHash ? { ...token, replaced: true } : token));
  const next = succeed(session, session.generation, session.rotatedAt, tokens, input);
  return { next, answer: { outcome: 'repeated', session: toSessionRow(next) } };
}

function succeed(
  session: StoredSession,
  generation: number,
  rotatedAt: number,
  tokens: readonly StoredToken[],
  { nextHash, now, expiresAt }: RotateInput,
): StoredSession {
  const kept = tokens.filter((token) => token.expiresAt > now);
  return {
    ...session,
    version: session.version + 1,
    currentHash: nextHash,
    generation,
    rotatedAt,
    lastUsedAt: now,
    expiresAt,
    tokens: [...kept, { hash: nextHash, generation, replaced: false, expiresAt }],
  };
}

export async function endSession(unit: Unit, userId: string, id: string): Promise<boolean> {
  return (await unit.in.sessions.deleteOne({ _id: id, userId }, unit.at)).deletedCount === 1;
}

/** Older tokens of the chain are no longer anybody's: they end nothing here. */
export async function endSessionByRefresh(unit: Unit, hash: string): Promise<string | null> {
  const session = await unit.in.sessions.findOne({ 'tokens.hash': hash }, unit.at);
  const token = session?.tokens.find((each) => each.hash === hash);
  if (session === null || token === undefined || token.generation < session.generation - 1) return null;
  await unit.in.sessions.deleteOne({ _id: session._id }, unit.at);
  return session._id;
}

export async function endSessions(unit: Unit, userId: string, exceptId?: string): Promise<string[]> {
  const ended = await unit.in.sessions
    .find({ userId, ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }) }, unit.at)
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const ids = ended.map((each) => each._id);
  await unit.in.sessions.deleteMany({ _id: { $in: ids } }, unit.at);
  return ids;
}
