import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { NewApiKey } from '../ports/api-keys.ts';
import { newPerson } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function apiKeysContract(makePlace: PlaceFactory): void {
  describe('keys for programs', () => {
    const store = useStore(makePlace);
    const now = (): number => store().clock.now;
    const newKey = (more: Partial<NewApiKey> = {}): NewApiKey => ({
      id: uuidv7(),
      name: 'My script',
      prefix: 'parley_abcdef',
      hash: uuidv7(),
      scopes: ['models.read', 'chat.write'],
      now: now(),
      expiresAt: null,
      atMost: 50,
      ...more,
    });

    test('a key is kept, found by its hash alone, and the hash is shown to nobody', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const key = newKey();
      const made = await storage.createApiKey(ada, key);
      const row = {
        id: key.id,
        ownerId: ada.ownerId,
        name: 'My script',
        prefix: 'parley_abcdef',
        scopes: ['models.read', 'chat.write'],
        createdAt: now(),
        expiresAt: null,
        lastUsedAt: null,
      };
      expect(made).toEqual(row);
      expect(await storage.findApiKey(key.hash)).toEqual(row);
      expect(await storage.listApiKeys(ada)).toEqual([row]);
      for (const other of [key.id, key.prefix, uuidv7(), '']) expect(await storage.findApiKey(other)).toBeNull();
      expect(await witness.has('apiKeys', key.id)).toBe(true);
    });

    test('keys are listed newest first, expired ones too, which open nothing any more', async () => {
      const { storage, clock } = store();
      const ada = await newPerson(storage);
      const first = newKey({ expiresAt: now() + 1_000 });
      await storage.createApiKey(ada, first);
      clock.now += 10;
      const second = newKey();
      await storage.createApiKey(ada, second);
      expect(await storage.findApiKey(first.hash)).toMatchObject({ expiresAt: first.expiresAt });
      clock.now += 990;
      expect(await storage.findApiKey(first.hash)).toBeNull();
      expect((await storage.listApiKeys(ada)).map(({ id }) => id)).toEqual([second.id, first.id]);
    });

    test('the last use is the newest that was noted', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const key = newKey();
      await storage.createApiKey(ada, key);
      await storage.touchApiKey(key.id, 2_000);
      await storage.touchApiKey(key.id, 1_500);
      await storage.touchApiKey(uuidv7(), 9_000);
      expect(await storage.findApiKey(key.hash)).toMatchObject({ lastUsedAt: 2_000 });
    });

    test('each person has their own, and deletes no other', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const [hers, other] = [newKey(), newKey()];
      await storage.createApiKey(ada, hers);
      await storage.createApiKey(ada, other);
      expect(await storage.listApiKeys(eve)).toEqual([]);
      expect(await storage.deleteApiKey(eve, hers.id)).toBe(false);
      expect(await storage.deleteApiKeys(eve)).toEqual([]);
      expect(await storage.deleteApiKey(ada, hers.id)).toBe(true);
      expect(await storage.deleteApiKey(ada, hers.id)).toBe(false);
      expect(await storage.findApiKey(hers.hash)).toBeNull();
      expect(await storage.deleteApiKeys(ada)).toEqual([other.id]);
      expect(await storage.findApiKey(other.hash)).toBeNull();
    });

    test('of keys that are made at once no more are made than a person may have', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const made = await Promise.all(Array.from({ length: 8 }, () => storage.createApiKey(ada, newKey({ atMost: 3 }))));
      expect(made.filter((each) => each === 'too-many')).toHaveLength(5);
      expect(await storage.listApiKeys(ada)).toHaveLength(3);
      const [one] = await storage.listApiKeys(ada);
      await storage.deleteApiKey(ada, one!.id);
      expect(await storage.createApiKey(ada, newKey({ atMost: 3 }))).toMatchObject({ name: 'My script' });
    });
  });
}
