import { contract } from '@parley/contracts';
import { presentSession } from '../../presenters/present-session.ts';
import { implement } from '../implement.ts';

/** `GET /auth/sessions`: where this account is signed in. */
export const listSessions = implement(contract.auth.listSessions, async ({ accounts }, _input, { actor }) => {
  const sessions = await accounts.sessions(actor);
  return { sessions: sessions.map((session) => presentSession(session, actor.sessionId)) };
});
