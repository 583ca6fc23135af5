import {
  toPresetRow as fromMongo,
  type StoredFavourite as FavouriteDocument,
  type StoredPreset as PresetDocument,
} from '../../mongo/rows/preset-row.ts';
import { toPresetRow as fromSqlite, type StoredFavourite, type StoredPreset } from '../../sqlite/rows/preset-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

/** Settings that people keep under names. */
export const presets: Entity<PresetDocument> = {
  name: 'presets',
  inSqlite: (db) =>
    sqliteSide<StoredPreset, PresetDocument>(db, {
      select: 'SELECT * FROM presets',
      table: 'presets',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields(stored) {
        const { id, ...row } = fromSqlite(stored);
        return { _id: id, ...row, position: stored.position };
      },
      toRow: fromSqlite,
      insert: [insertInto('presets', 'id owner_id name settings is_default position created_at updated_at')],
      toParams: (preset) => ({
        id: preset._id,
        owner_id: preset.ownerId,
        name: preset.name,
        settings: JSON.stringify(preset.settings),
        is_default: preset.isDefault ? 1 : 0,
        position: preset.position,
        created_at: preset.createdAt,
        updated_at: preset.updatedAt,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<PresetDocument, PresetDocument>({
      collection: collections.presets,
      key: ['_id'],
      toFields(stored) {
        const { id, ...row } = fromMongo(stored);
        return { _id: id, ...row, position: stored.position };
      },
      toRow: fromMongo,
      toDocument: (preset) => preset,
    }),
};

const favouriteOf = ({ ownerId, endpoint, id, position }: FavouriteDocument): FavouriteDocument => ({ ownerId, endpoint, id, position });
const fromFavouriteRow = (stored: StoredFavourite): FavouriteDocument => ({
  ownerId: stored.owner_id,
  endpoint: stored.endpoint_id,
  id: stored.model_id,
  position: stored.position,
});

/** The models people like. */
export const favourites: Entity<FavouriteDocument> = {
  name: 'favourites',
  inSqlite: (db) =>
    sqliteSide<StoredFavourite, FavouriteDocument>(db, {
      select: 'SELECT * FROM favourites',
      table: 'favourites',
      key: ['owner_id', 'endpoint_id', 'model_id'],
      keyOf: (stored) => [stored.owner_id, stored.endpoint_id, stored.model_id],
      toFields: fromFavouriteRow,
      toRow: fromFavouriteRow,
      insert: [insertInto('favourites', 'owner_id endpoint_id model_id position')],
      toParams: ({ ownerId, endpoint, id, position }) => ({ owner_id: ownerId, endpoint_id: endpoint, model_id: id, position }),
    }),
  inMongo: (collections) =>
    mongoSide<FavouriteDocument, FavouriteDocument>({
      collection: collections.favourites,
      key: ['ownerId', 'endpoint', 'id'],
      toFields: favouriteOf,
      toRow: favouriteOf,
      toDocument: (favourite) => favourite,
    }),
};
