import type { Collection, Filter, WithId } from 'mongodb';
import type { Key, Side } from './entity.ts';

interface MongoKind<Stored extends object, Fields> {
  readonly collection: Collection<Stored>;
  /** The fields that name a thing; an index holds them in this order. */
  readonly key: readonly (keyof Stored & string)[];
  toFields(stored: WithId<Stored>): Fields;
  toRow(stored: WithId<Stored>): unknown;
  toDocument(fields: Fields): Stored;
}

/** What lies behind a key: greater in the first field, or equal in it and greater in the next. */
function behind<Stored extends object>(names: readonly string[], after: Key): Filter<Stored> {
  const choices = names.map((name, at) => ({
    ...Object.fromEntries(names.slice(0, at).map((before, index) => [before, after[index]])),
    [name]: { $gt: after[at] },
  }));
  return (choices.length === 1 ? choices[0] : { $or: choices }) as Filter<Stored>;
}

/** A side that is read by ranges of an index and written with replacements, so that writing again changes nothing. */
export function mongoSide<Stored extends object, Fields>(kind: MongoKind<Stored, Fields>): Side<Fields> {
  const { collection, key } = kind;
  const order = Object.fromEntries(key.map((name) => [name, 1 as const]));
  const nameOf = (stored: object): Record<string, unknown> =>
    Object.fromEntries(key.map((name) => [name, (stored as Record<string, unknown>)[name]]));
  return {
    count: () => collection.countDocuments({}),
    async page(after, limit) {
      const filter = after === null ? {} : behind<Stored>(key, after);
      const found = await collection.find(filter).sort(order).limit(limit).toArray();
      return found.map((stored) => ({
        key: Object.values(nameOf(stored)).map(String),
        fields: kind.toFields(stored),
        row: kind.toRow(stored),
      }));
    },
    async put(many) {
      if (many.length === 0) return;
      const replacements = many.map((fields) => {
        const replacement = kind.toDocument(fields);
        return { replaceOne: { filter: nameOf(replacement) as Filter<Stored>, replacement, upsert: true } };
      });
      await collection.bulkWrite(replacements, { ordered: false });
    },
  };
}
