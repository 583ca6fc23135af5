import type { Db, IndexDescription } from 'mongodb';
import type { Migration } from './migration.ts';

/** By the collections' own names. */
export const presetIndexes: Readonly<Record<'presets' | 'favourites', IndexDescription[]>> = {
  presets: [{ name: 'by_owner', key: { ownerId: 1, position: 1, _id: 1 } }],
  favourites: [
    { name: 'by_owner', key: { ownerId: 1, position: 1 } },
    { name: 'one_each', key: { ownerId: 1, endpoint: 1, id: 1 }, unique: true },
  ],
};

/** Settings that people keep under names, and the models they like. */
export const presets: Migration = {
  version: 7,
  name: 'presets',
  async run(db: Db) {
    await db.collection('presets').createIndexes(presetIndexes.presets);
    await db.collection('favourites').createIndexes(presetIndexes.favourites);
  },
};
