import { toUserRow as fromMongo, type StoredUser as UserDocument } from '../../mongo/rows/user-row.ts';
import { toUserRow as fromSqlite, type StoredUser } from '../../sqlite/rows/user-row.ts';
import type { Collections } from '../../mongo/collections.ts';
import type { Entity, Side } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

/** An account and the counters of what it owns: changes, and the order of turns and sessions. */
interface Account extends UserDocument {
  readonly rev: number;
  readonly seq: number;
}

type Stored = StoredUser & { readonly email_key: string; readonly rev: number; readonly seq: number };

const select = `
  SELECT u.id, u.email, u.email_key, u.name, u.role, u.password_hash, u.created_at, u.terms_version, u.terms_at,
    coalesce(c.rev, 0) AS rev,
    max(coalesce((SELECT max(seq) FROM turns WHERE owner_id = u.id), 0), coalesce((SELECT max(seq) FROM sessions WHERE user_id = u.id), 0)) AS seq
  FROM users u LEFT JOIN counters c ON c.owner_id = u.id`;

const documentOf = ({ _id, email, emailKey, name, role, passwordHash, createdAt, terms }: UserDocument): UserDocument => ({
  _id,
  email,
  emailKey,
  name,
  role,
  passwordHash,
  createdAt,
  ...(terms === undefined ? {} : { terms }),
});

/** Two collections for one kind: the counters are in `owners`, and absent until the first change. */
function inMongo({ users, owners }: Collections): Side<Account> {
  const side = mongoSide<UserDocument, UserDocument>({
    collection: users,
    key: ['_id'],
    toFields: documentOf,
    toRow: fromMongo,
    toDocument: documentOf,
  });
  return {
    count: side.count,
    async page(after, limit) {
      const found = await side.page(after, limit);
      const counters = await owners.find({ _id: { $in: found.map(({ fields }) => fields._id) } }).toArray();
      const of = new Map(counters.map((owner) => [owner._id, owner]));
      return found.map((kept) => {
        const { rev = 0, seq = 0 } = of.get(kept.fields._id) ?? {};
        return { ...kept, fields: { ...kept.fields, rev, seq } };
      });
    },
    async put(many) {
      await side.put(many);
      const replacements = many.map(({ _id, rev, seq }) => ({
        replaceOne: { filter: { _id }, replacement: { _id, lock: 0, rev, seq, running: 0 }, upsert: true },
      }));
      if (replacements.length > 0) await owners.bulkWrite(replacements, { ordered: false });
    },
  };
}

export const accounts: Entity<Account> = {
  name: 'accounts',
  inSqlite: (db) =>
    sqliteSide<Stored, Account>(db, {
      select,
      table: 'users',
      key: ['u.id'],
      keyOf: (stored) => [stored.id],
      toFields: ({ id, email, email_key, name, role, password_hash, created_at, terms_version: version, terms_at: at, rev, seq }) => ({
        _id: id,
        email,
        emailKey: email_key,
        name,
        role,
        passwordHash: password_hash,
        createdAt: created_at,
        ...(version === null || at === null ? {} : { terms: { version, at } }),
        rev,
        seq,
      }),
      toRow: fromSqlite,
      insert: [
        insertInto('users', 'id email email_key name role password_hash created_at terms_version terms_at'),
        'INSERT INTO counters (owner_id, rev) SELECT @id, @rev WHERE @rev > 0',
      ],
      toParams: ({ _id, email, emailKey, name, role, passwordHash, createdAt, terms, rev }) => ({
        id: _id,
        email,
        email_key: emailKey,
        name,
        role,
        password_hash: passwordHash,
        created_at: createdAt,
        terms_version: terms?.version ?? null,
        terms_at: terms?.at ?? null,
        rev,
      }),
    }),
  inMongo,
};
