import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { PresetInput } from '../ports/presets.ts';
import { newPerson } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function presetsContract(makePlace: PlaceFactory): void {
  describe('presets and favourites', () => {
    const store = useStore(makePlace);
    const options = (atMost = 100) => ({ atMost, now: store().clock.now });
    const newPreset = (name: string, more: Partial<PresetInput> = {}): PresetInput => ({
      id: uuidv7(),
      name,
      settings: { temperature: 0.5, stop: ['END'], model: { endpoint: 'demo', id: 'demo' } },
      isDefault: false,
      ...more,
    });

    test('presets are kept as they were written, in their order', async () => {
      const { storage, witness, clock } = store();
      const ada = await newPerson(storage);
      const [a, b, c] = [newPreset('A'), newPreset('B', { settings: {} }), newPreset('C')];
      const written = clock.now;
      expect(await storage.putPresets(ada, [a, b], options())).toBe('done');
      clock.now += 5;
      expect(await storage.putPresets(ada, [c], options())).toBe('done');
      const row = { ownerId: ada.ownerId, createdAt: written, updatedAt: written };
      expect(await storage.listPresets(ada)).toEqual([
        { ...a, ...row },
        { ...b, ...row },
        { ...c, ...row, createdAt: clock.now, updatedAt: clock.now },
      ]);
      expect(await witness.has('presets', a.id)).toBe(true);
    });

    test('one that is written again is replaced in its place', async () => {
      const { storage, clock } = store();
      const ada = await newPerson(storage);
      const [a, b] = [newPreset('A'), newPreset('B')];
      await storage.putPresets(ada, [a, b], options());
      const before = clock.now;
      clock.now += 10;
      expect(await storage.putPresets(ada, [{ ...a, name: 'Other', settings: { seed: 4 } }], options(2))).toBe('done');
      expect(await storage.listPresets(ada)).toMatchObject([
        { id: a.id, name: 'Other', settings: { seed: 4 }, createdAt: before, updatedAt: clock.now },
        { id: b.id },
      ]);
    });

    test('at most one is the default', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [a, b] = [newPreset('A', { isDefault: true }), newPreset('B')];
      await storage.putPresets(ada, [a, b], options());
      await storage.putPresets(ada, [{ ...b, isDefault: true }], options());
      expect((await storage.listPresets(ada)).map(({ isDefault }) => isDefault)).toEqual([false, true]);
      await storage.putPresets(ada, [{ ...b, isDefault: false }], options());
      expect((await storage.listPresets(ada)).map(({ isDefault }) => isDefault)).toEqual([false, false]);
    });

    test('they are put in another order, ids of nobody counting for nothing', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const all = ['A', 'B', 'C', 'D'].map((name) => newPreset(name));
      await storage.putPresets(ada, all, options());
      await storage.orderPresets(ada, [all[2]!.id, uuidv7(), all[0]!.id, all[2]!.id]);
      expect((await storage.listPresets(ada)).map(({ name }) => name)).toEqual(['C', 'A', 'B', 'D']);
      await storage.putPresets(ada, [newPreset('E')], options());
      expect((await storage.listPresets(ada)).at(-1)?.name).toBe('E');
    });

    test('no more are kept than a person may have, whole requests or nothing, also at once', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      expect(await storage.putPresets(ada, [newPreset('A'), newPreset('B')], options(1))).toBe('too-many');
      expect(await storage.listPresets(ada)).toEqual([]);
      const made = await Promise.all(Array.from({ length: 6 }, (_, index) => storage.putPresets(ada, [newPreset(`${index}`)], options(3))));
      expect(made.filter((each) => each === 'done')).toHaveLength(3);
      expect(await storage.listPresets(ada)).toHaveLength(3);
    });

    test('each person has their own, and touches no other', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const mine = newPreset('Mine');
      await storage.putPresets(ada, [mine], options());
      expect(await storage.putPresets(eve, [newPreset('Hers'), { ...mine, name: 'Stolen' }], options())).toBe('taken');
      expect(await storage.listPresets(eve)).toEqual([]);
      await storage.orderPresets(eve, [mine.id]);
      expect(await storage.deletePreset(eve, mine.id)).toBe(false);
      expect(await storage.listPresets(ada)).toMatchObject([{ name: 'Mine' }]);
      expect(await storage.deletePreset(ada, mine.id)).toBe(true);
      expect(await storage.deletePreset(ada, mine.id)).toBe(false);
    });

    test('favourites are kept once each, in the order of their marking', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const [one, two, three] = ['x', 'a/b:free', 'x'].map((id, index) => ({ endpoint: index === 2 ? 'other' : 'demo', id }));
      for (const model of [one!, two!, one!, three!]) expect(await storage.addFavourite(ada, model, options())).toBe('done');
      expect(await storage.listFavourites(ada)).toEqual([one, two, three]);
      expect(await storage.addFavourite(ada, { endpoint: 'demo', id: 'y' }, options(3))).toBe('too-many');
      await storage.removeFavourite(eve, one!);
      await storage.removeFavourite(ada, two!);
      await storage.removeFavourite(ada, two!);
      expect(await storage.listFavourites(ada)).toEqual([one, three]);
      expect(await storage.listFavourites(eve)).toEqual([]);
      await storage.addFavourite(ada, two!, options());
      expect(await storage.listFavourites(ada)).toEqual([one, three, two]);
      // What stands for a spec has no endpoint.
      const spec = { endpoint: '', id: 'x' };
      for (let time = 0; time < 2; time += 1) expect(await storage.addFavourite(ada, spec, options())).toBe('done');
      expect(await storage.listFavourites(ada)).toEqual([one, three, two, spec]);
      await storage.removeFavourite(ada, spec);
      expect(await storage.listFavourites(ada)).toEqual([one, three, two]);
    });
  });
}
