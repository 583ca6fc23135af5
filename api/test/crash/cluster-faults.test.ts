import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disturbStore, storeFaults } from './cluster/disturb-store.ts';
import { loseRedisAndANode } from './cluster/lose-redis-and-a-node.ts';
import { pauseOneNode } from './cluster/pause-one-node.ts';
import { openClusterPlace, type ClusterPlace } from './cluster/place.ts';
import { playRounds, warmUp } from './cluster/play-rounds.ts';
import { openClusterResults, summarize, type ClusterRound } from './cluster/results.ts';
import { pause } from './cluster/times.ts';
import { createRandom } from './random.ts';

const isFull = process.env['PARLEY_FULL'] === '1';
const others = isFull ? 10 : 1;
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261_124);

const place: ClusterPlace | null = await openClusterPlace();

describe.skipIf(place === null)('two nodes', () => {
  const here = place!;
  const results = openClusterResults('faults', seed, others, isFull);

  beforeAll(() => warmUp(here, seed));
  afterAll(async () => {
    console.log(`faults around two nodes, seed ${seed}: ${JSON.stringify(summarize(results))}`);
    await here[Symbol.asyncDispose]();
  });

  const rounds = (fault: string, play: (round: number) => Promise<ClusterRound>): Promise<void> =>
    playRounds({ results, places: [here], fault, count: others, play: (_place, round) => play(round) });

  test('the database keeps what it acknowledged', { timeout: 120_000 }, async () => {
    const random = createRandom(seed, 30_000);
    for (let time = 0; time < (isFull ? 10 : 2); time += 1) {
      const client = await MongoClient.connect(here.mongo.uri, { serverSelectionTimeoutMS: 10_000 });
      const kept = client.db('bare').collection<{ _id: string }>(`kept-${time}`, { writeConcern: { w: 'majority', journal: true } });
      const acknowledged: string[] = [];
      let over = false;
      const writing = (async () => {
        for (let index = 0; !over; index += 1) {
          const { insertedId } = await kept.insertOne({ _id: `d${index}` });
          acknowledged.push(insertedId);
        }
      })().catch(() => undefined);
      await pause(random.between(300, 1_200));
      await here.mongo.process!.kill();
      over = true;
      await writing;
      await client.close();
      await here.mongo.process!.start();
      const after = await MongoClient.connect(here.mongo.uri, { serverSelectionTimeoutMS: 10_000 });
      const found = new Set((await after.db('bare').collection<{ _id: string }>(`kept-${time}`).find().toArray()).map(({ _id }) => _id));
      await after.close();
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    }
  });

  test.each(Object.keys(storeFaults))('go on through a %s', { timeout: others * 120_000 }, (fault) =>
    rounds(fault, (round) => disturbStore(here, fault, seed, round)),
  );

  test('fence off one that stood still and wakes', { timeout: others * 120_000 }, () =>
    rounds('node-pause', (round) => pauseOneNode(here, seed, round)),
  );

  test('lose at most the last second when Redis is lost with one of them', { timeout: others * 120_000 }, () =>
    rounds('redis-and-node', (round) => loseRedisAndANode(here, seed, round)),
  );

  test('leave nothing running', async () => {
    const { body } = await here.client.active();
    expect(body.turns).toEqual([]);
  });
});
