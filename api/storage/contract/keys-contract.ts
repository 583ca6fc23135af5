import { describe, expect, test } from 'vitest';
import type { KeyRow } from '../ports/keys.ts';
import { newPerson } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

const key = (endpointId: string, more: Partial<KeyRow> = {}): KeyRow => ({
  endpointId,
  sealed: 'v1.sealed',
  baseUrl: null,
  updatedAt: 7,
  ...more,
});

export function keysContract(makePlace: PlaceFactory): void {
  describe('keys', () => {
    const store = useStore(makePlace);

    test('a key is kept, replaced, listed and deleted', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      expect(await storage.getKey(ada, 'openai')).toBeNull();
      await storage.putKey(ada, key('openai'));
      await storage.putKey(ada, key('anthropic', { baseUrl: 'https://example.org' }));
      const newer = key('openai', { sealed: 'v1.other', updatedAt: 8 });
      await storage.putKey(ada, newer);
      expect(await storage.getKey(ada, 'openai')).toEqual(newer);
      expect((await storage.listKeys(ada)).map((each) => each.endpointId).toSorted()).toEqual(['anthropic', 'openai']);
      expect(await storage.deleteKey(ada, 'openai')).toBe(true);
      expect(await storage.deleteKey(ada, 'openai')).toBe(false);
      expect(await storage.getKey(ada, 'openai')).toBeNull();
    });

    test('each person has their own', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      await storage.putKey(ada, key('openai'));
      expect(await storage.getKey(eve, 'openai')).toBeNull();
      expect(await storage.listKeys(eve)).toEqual([]);
      expect(await storage.deleteKey(eve, 'openai')).toBe(false);
      await storage.putKey(eve, key('openai', { sealed: 'eve' }));
      expect(await storage.getKey(ada, 'openai')).toEqual(key('openai'));
    });
  });
}
