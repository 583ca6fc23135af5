import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { NewSession, Rotation } from '../ports/sessions.ts';
import { newPerson } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

const day = 86_400_000;
const graceMs = 60_000;

export function sessionsContract(makePlace: PlaceFactory): void {
  describe('sessions', () => {
    const store = useStore(makePlace);
    const now = (): number => store().clock.now;

    const newSession = (userId: string, more: Partial<NewSession> = {}): NewSession => ({
      id: uuidv7(),
      userId,
      refreshHash: uuidv7(),
      now: now(),
      expiresAt: now() + day,
      userAgent: 'A browser',
      address: '127.0.0.1',
      keepAtMost: 50,
      ...more,
    });
    const person = async (): Promise<string> => (await newPerson(store().storage)).ownerId;
    const rotate = (presentedHash: string, nextHash: string, at = now()): Promise<Rotation> =>
      store().storage.rotateRefresh({ presentedHash, nextHash, now: at, graceMs, expiresAt: at + day });

    test('a session is kept until it is ended or expires', async () => {
      const { storage, clock } = store();
      const userId = await person();
      const session = newSession(userId);
      const made = await storage.createSession(session);
      expect(made).toEqual({
        id: session.id,
        userId,
        createdAt: now(),
        lastUsedAt: now(),
        expiresAt: now() + day,
        userAgent: 'A browser',
        address: '127.0.0.1',
      });
      expect(await storage.getSession(session.id)).toEqual(made);
      clock.now += day;
      expect(await storage.getSession(session.id)).toBeNull();
      expect(await storage.listSessions(userId)).toEqual([]);
      expect(await storage.getSession(uuidv7())).toBeNull();
    });

    test('sessions are listed last used first and only the newest are kept', async () => {
      const { storage, clock } = store();
      const userId = await person();
      const sessions: NewSession[] = [];
      for (let index = 0; index < 4; index += 1) {
        clock.now += 10;
        sessions.push(newSession(userId, { keepAtMost: 3 }));
        await storage.createSession(sessions.at(-1)!);
      }
      const [oldest, second, third, newest] = sessions as [NewSession, NewSession, NewSession, NewSession];
      expect((await storage.listSessions(userId)).map((each) => each.id)).toEqual([newest.id, third.id, second.id]);
      expect(await storage.getSession(oldest.id)).toBeNull();
      clock.now += 10;
      await rotate(second.refreshHash, uuidv7());
      expect((await storage.listSessions(userId)).map((each) => each.id)).toEqual([second.id, newest.id, third.id]);
    });

    test('the current token is exchanged once, renewing the session', async () => {
      const { storage, clock, witness } = store();
      const userId = await person();
      const session = newSession(userId);
      await storage.createSession(session);
      clock.now += 1_000;
      const next = uuidv7();
      expect(await rotate(session.refreshHash, next)).toMatchObject({
        outcome: 'rotated',
        session: { id: session.id, lastUsedAt: now(), expiresAt: now() + day, createdAt: now() - 1_000 },
      });
      expect(await rotate(next, uuidv7())).toMatchObject({ outcome: 'rotated' });
      expect(await rotate(uuidv7(), uuidv7())).toEqual({ outcome: 'unknown' });
      expect(await witness.has('sessions', session.id)).toBe(true);
    });

    test('a rotated token is accepted again within its grace while its successor is unused', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      const [lost, second, third] = [uuidv7(), uuidv7(), uuidv7()];
      const at = now();
      expect(await rotate(session.refreshHash, lost, at)).toMatchObject({ outcome: 'rotated' });
      expect(await rotate(session.refreshHash, second, at + graceMs)).toMatchObject({ outcome: 'repeated', session: { id: session.id } });
      expect(await rotate(second, third, at + graceMs + 1)).toMatchObject({ outcome: 'rotated' });
    });

    test('two tabs that refresh together stay signed in whichever answer arrives last', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      const [first, second] = [uuidv7(), uuidv7()];
      await rotate(session.refreshHash, first);
      await rotate(session.refreshHash, second);
      expect(await rotate(first, uuidv7())).toMatchObject({ outcome: 'repeated' });
    });

    test.each([
      ['after its grace', graceMs + 1, false],
      ['once its successor is used', 10, true],
    ])('a rotated token that comes back %s ends the session', async (_, later, useSuccessor) => {
      const { storage, witness } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      const [next, last] = [uuidv7(), uuidv7()];
      const at = now();
      await rotate(session.refreshHash, next, at);
      if (useSuccessor) await rotate(next, last, at + 5);
      expect(await rotate(session.refreshHash, uuidv7(), at + later)).toEqual({ outcome: 'reused', sessionId: session.id });
      expect(await storage.getSession(session.id)).toBeNull();
      expect(await witness.has('sessions', session.id)).toBe(false);
      expect(await rotate(useSuccessor ? last : next, uuidv7(), at + later)).toEqual({ outcome: 'unknown' });
    });

    test('a replaced successor that comes back once the other is used ends the session', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      const [replaced, used] = [uuidv7(), uuidv7()];
      await rotate(session.refreshHash, replaced);
      await rotate(session.refreshHash, used);
      await rotate(used, uuidv7());
      expect(await rotate(replaced, uuidv7())).toMatchObject({ outcome: 'reused' });
    });

    test('a token far back in the chain still ends the session', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      let current = session.refreshHash;
      for (let index = 0; index < 30; index += 1) {
        const next = uuidv7();
        await rotate(current, next);
        current = next;
      }
      expect(await rotate(session.refreshHash, uuidv7())).toMatchObject({ outcome: 'reused' });
      expect(await rotate(current, uuidv7())).toEqual({ outcome: 'unknown' });
    });

    test('an expired session cannot be refreshed', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      expect(await rotate(session.refreshHash, uuidv7(), now() + day)).toEqual({ outcome: 'expired' });
      expect(await rotate(session.refreshHash, uuidv7(), now() + day)).toEqual({ outcome: 'unknown' });
    });

    test('of refreshes with one token at once one rotates, the others repeat, and the session lives', async () => {
      const { storage } = store();
      const session = newSession(await person());
      await storage.createSession(session);
      const rotations = await Promise.all(Array.from({ length: 20 }, () => rotate(session.refreshHash, uuidv7())));
      expect(rotations.filter((each) => each.outcome === 'rotated')).toHaveLength(1);
      expect(rotations.filter((each) => each.outcome === 'repeated')).toHaveLength(19);
      expect(await storage.getSession(session.id)).not.toBeNull();
    });

    test('ending is confined to the account', async () => {
      const { storage } = store();
      const [mine, theirs] = [await person(), await person()];
      const session = newSession(mine);
      await storage.createSession(session);
      expect(await storage.endSession(theirs, session.id)).toBe(false);
      expect(await storage.endSession(mine, uuidv7())).toBe(false);
      expect(await storage.endSessions(theirs)).toEqual([]);
      expect(await storage.endSession(mine, session.id)).toBe(true);
      expect(await storage.endSession(mine, session.id)).toBe(false);
      expect(await rotate(session.refreshHash, uuidv7())).toEqual({ outcome: 'unknown' });
    });

    test('all sessions but one can be ended, and all', async () => {
      const { storage } = store();
      const userId = await person();
      const sessions = [newSession(userId), newSession(userId), newSession(userId)];
      for (const session of sessions) await storage.createSession(session);
      const [kept, ...others] = sessions.map((session) => session.id);
      expect((await storage.endSessions(userId, kept)).toSorted()).toEqual(others.toSorted());
      expect((await storage.listSessions(userId)).map((each) => each.id)).toEqual([kept]);
      expect(await storage.endSessions(userId)).toEqual([kept]);
    });

    test('a session is ended by its current or previous token', async () => {
      const { storage } = store();
      const [first, second] = [newSession(await person()), newSession(await person())];
      await storage.createSession(first);
      await storage.createSession(second);
      await rotate(second.refreshHash, uuidv7());
      expect(await storage.endSessionByRefresh(first.refreshHash)).toBe(first.id);
      expect(await storage.endSessionByRefresh(second.refreshHash)).toBe(second.id);
      expect(await storage.endSessionByRefresh(second.refreshHash)).toBeNull();
      expect(await storage.getSession(first.id)).toBeNull();
    });
  });
}
