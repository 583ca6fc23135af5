import { MongoClient, type Binary, type Db, type Document } from 'mongodb';
import { inflateSync } from 'node:zlib';
import { uuidv7 } from '@parley/chat-core';
import type { MongoServer } from '@parley/test-kit';
import type { Place } from '../../contract/store-under-test.ts';
import type { Kept, Witness, WitnessedMessage } from '../../contract/witness.ts';
import { createMongoStorage } from '../create-mongo-storage.ts';

/** An empty database on a server, witnessed by a plain client of its own. Texts beyond `chunkBytes` are kept in chunks. */
export async function makeMongoPlace({ uri, kind }: Pick<MongoServer, 'uri' | 'kind'>, options: { readonly chunkBytes?: number } = {}): Promise<Place> {
  const database = `parley-${uuidv7()}`;
  const client = await MongoClient.connect(uri);
  return {
    slow: kind === 'stand-in',
    open: ({ now }) => createMongoStorage({ uri, database, now, ...options }),
    witness: async () => openMongoWitness(client.db(database)),
    async remove() {
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
}

export function openMongoWitness(db: Db): Witness {
  const of = (kind: Kept) => db.collection<{ _id: string } & Document>(kind === 'apiKeys' ? 'api_keys' : kind);
  const filter = (kind: Kept, id: string) => (kind === 'keys' ? { endpointId: id } : kind === 'file_uses' ? { fileId: id } : { _id: id });
  return {
    count: async (kind) => (await of(kind).find().toArray()).length,
    has: async (kind, id) => (await of(kind).findOne(filter(kind, id))) !== null,
    async messages(conversationId) {
      const owners = new Map((await of('conversations').find().toArray()).map((each) => [each._id, each['ownerId']]));
      const all = await of('messages').find().toArray();
      return all
        .map((each) => toWitnessed(each, owners.get(each['conversationId'])))
        .filter((each) => conversationId === undefined || each.conversationId === conversationId)
        .toSorted((a, b) => a.ordinal - b.ordinal);
    },
    async storedParts(id) {
      const parts = String((await of('messages').findOne({ _id: id }))?.['parts']);
      const chunks = await db.collection<{ _id: string; bytes: Binary }>('chunks').find({ of: id }).sort({ _id: 1 }).toArray();
      return chunks.length === 0 ? parts : inflateSync(Buffer.concat(chunks.map(({ bytes }) => bytes.value()))).toString();
    },
    pieces: async () => (await db.collection('chunks').find().toArray()).length,
    mentions: async (kind, word) => JSON.stringify(await of(kind).find().toArray()).includes(word),
    async damage(kind, id) {
      await of(kind).updateOne({ _id: id }, { $set: { [kind === 'messages' ? 'parts' : 'settings']: '{"cut off' }, $unset: { longParts: 1 } });
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const toWitnessed = (each: { _id: string } & Document, ownerId: unknown): WitnessedMessage =>
  ({
    id: each._id,
    conversationId: each['conversationId'],
    ownerId,
    parentId: each['parentId'],
    ordinal: each['ordinal'],
    parentOrdinal: each['parentOrdinal'],
    status: each['status'],
    deletedAt: each['deletedAt'],
  }) as WitnessedMessage;
