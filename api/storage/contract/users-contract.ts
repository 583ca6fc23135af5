import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { NewUser } from '../ports/users.ts';
import { openStore, useStore, type PlaceFactory } from './store-under-test.ts';

const newUser = (more: Partial<NewUser> = {}): NewUser => {
  const id = uuidv7();
  return { id, email: `${id}@example.org`, name: 'Ada', passwordHash: '$argon2id$x', now: 42, onlyFirst: false, ...more };
};

export function usersContract(makePlace: PlaceFactory): void {
  describe('users', () => {
    const store = useStore(makePlace);

    test('an account is found by its id and by its email in any case and composition', async () => {
      const { storage } = store();
      const user = newUser({ email: `Zoe\u0301.${uuidv7()}@Example.org` });
      const made = await storage.createUser(user);
      expect(made).toMatchObject({ id: user.id, email: user.email, name: 'Ada', createdAt: 42, passwordHash: '$argon2id$x', terms: null });
      expect(await storage.getUser(user.id)).toEqual(made);
      expect(await storage.getUsers([user.id, uuidv7(), user.id])).toEqual([made]);
      expect(await storage.getUsers([])).toEqual([]);
      expect(await storage.findUserByEmail(user.email)).toEqual(made);
      expect(await storage.findUserByEmail(user.email.normalize('NFC').toUpperCase())).toEqual(made);
      expect(await storage.createUser(newUser({ email: user.email.toLowerCase().normalize('NFC') }))).toBe('taken');
    });

    test('accounts are found by a part of their name or email in any case, in the order they were made, and by their role', async () => {
      const { storage } = store();
      const tag = uuidv7();
      const made = [];
      const now = Date.now();
      // A millisecond apart: ids of one are in no order.
      for (const [index, name] of ['ÉLODIE Zoë', 'Elo', 'e\u0301lodie.*'].entries()) {
        const id = uuidv7(now + index);
        made.push(await storage.createUser(newUser({ id, name: `${name} ${tag}`, email: `${id}@${tag}.example.org` })));
      }
      expect(await storage.findUsers({ text: `élodie`, limit: 9 })).toEqual([made[0], made[2]]);
      expect(await storage.findUsers({ text: ` ${tag.toUpperCase()}.EXAMPLE`, limit: 9 })).toEqual(made);
      expect(await storage.findUsers({ text: tag, limit: 2 })).toEqual(made.slice(0, 2));
      expect(await storage.findUsers({ text: '.*', limit: 9 })).toEqual([made[2]]);
      expect(await storage.findUsers({ text: tag, role: 'administrator', limit: 9 })).toEqual(
        made.filter((each) => typeof each === 'object' && each.role === 'administrator'),
      );
      expect((await storage.findUsers({ text: '', limit: 2 })).length).toBe(2);
    });

    test('what is not there is null', async () => {
      const { storage } = store();
      expect(await storage.getUser(uuidv7())).toBeNull();
      expect(await storage.findUserByEmail('nobody@example.org')).toBeNull();
      expect(await storage.updateUser(uuidv7(), { name: 'x' })).toBeNull();
    });

    test('an update changes what it names and nothing else', async () => {
      const { storage } = store();
      const user = newUser();
      const made = await storage.createUser(user);
      expect(await storage.updateUser(user.id, { name: 'Grace' })).toEqual({ ...(made as object), name: 'Grace' });
      expect(await storage.updateUser(user.id, { passwordHash: 'new' })).toEqual({
        ...(made as object),
        name: 'Grace',
        passwordHash: 'new',
      });
      expect(await storage.getUser(user.id)).toMatchObject({ name: 'Grace', passwordHash: 'new' });
    });

    test('what a person agreed to is kept, and the last of it counts', async () => {
      const { storage } = store();
      const user = newUser();
      const made = await storage.createUser(user);
      expect(await storage.updateUser(user.id, { terms: { version: 'a', at: 7 } })).toEqual({
        ...(made as object),
        terms: { version: 'a', at: 7 },
      });
      await storage.updateUser(user.id, { terms: { version: 'b', at: 9 } });
      await storage.updateUser(user.id, { name: 'Grace' });
      expect(await storage.getUser(user.id)).toMatchObject({ name: 'Grace', terms: { version: 'b', at: 9 } });
      expect(await storage.findUserByEmail(user.email)).toMatchObject({ terms: { version: 'b', at: 9 } });
    });

    test('the first account is the administrator, later ones are members, and claiming comes too late', async () => {
      const fresh = await openStore(makePlace);
      try {
        const { storage, witness } = fresh;
        expect(await storage.countUsers()).toBe(0);
        expect(await storage.createUser(newUser({ onlyFirst: true }))).toMatchObject({ role: 'administrator' });
        expect(await storage.createUser(newUser({ onlyFirst: true }))).toBe('not-first');
        expect(await storage.createUser(newUser())).toMatchObject({ role: 'member' });
        expect(await storage.countUsers()).toBe(2);
        expect(await witness.count('users')).toBe(2);
      } finally {
        await fresh.close();
      }
    });

    test('of many who claim a fresh installation at once exactly one succeeds', async () => {
      const fresh = await openStore(makePlace);
      try {
        const made = await Promise.all(Array.from({ length: 20 }, () => fresh.storage.createUser(newUser({ onlyFirst: true }))));
        expect(made.filter((each) => each === 'not-first')).toHaveLength(19);
        expect(made.filter((each) => typeof each === 'object').map((each) => each.role)).toEqual(['administrator']);
        expect(await fresh.witness.count('users')).toBe(1);
      } finally {
        await fresh.close();
      }
    });

    test('of many who take one address at once exactly one gets it', async () => {
      const email = `${uuidv7()}@example.org`;
      const made = await Promise.all(Array.from({ length: 10 }, () => store().storage.createUser(newUser({ email }))));
      expect(made.filter((each) => each === 'taken')).toHaveLength(9);
    });
  });
}
