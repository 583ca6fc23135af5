import { MongoClient } from 'mongodb';
import { median } from './stats.ts';

/** What one call of the bare driver takes on a server, in milliseconds: the measure of everything Parley does there. */
export interface BareMongo {
  /** One document, acknowledged by most members out of their journals. */
  readonly insert: number;
  /** By its `_id`. */
  readonly find: number;
}

/** Calls the server `rounds` times each way, one after the other, and answers the medians. */
export async function measureBareMongo(uri: string, rounds = 200): Promise<BareMongo> {
  const client = new MongoClient(uri, { writeConcern: { w: 'majority', journal: true } });
  try {
    const collection = client.db(`bare-${process.pid}`).collection<{ _id: number; text: string }>('documents');
    const timed = async (call: (id: number) => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let id = 0; id < rounds; id += 1) {
        const began = performance.now();
        await call(id);
        times.push(performance.now() - began);
      }
      // The first ones also open a connection and a collection.
      return median(times.slice(Math.floor(rounds / 10)));
    };
    const insert = await timed((_id) => collection.insertOne({ _id, text: 'x'.repeat(400) }));
    const find = await timed((_id) => collection.findOne({ _id }));
    await collection.drop();
    return { insert, find };
  } finally {
    await client.close();
  }
}
