import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killBothNodes } from './cluster/kill-both-nodes.ts';
import { openClusterPlace, type ClusterPlace } from './cluster/place.ts';
import { playRounds, warmUp } from './cluster/play-rounds.ts';
import { openClusterResults, summarize } from './cluster/results.ts';

const isFull = process.env['PARLEY_FULL'] === '1';
const kills = Number(process.env['PARLEY_KILLS'] ?? (isFull ? 200 : 20));
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261_124);

/** Most of a round is waiting until a dead node is missed, so two pairs of nodes are killed side by side. */
const opened: readonly (ClusterPlace | null)[] = [await openClusterPlace(), await openClusterPlace()];
const places = opened.filter((place) => place !== null);

describe.skipIf(places.length === 0)('two nodes', () => {
  const results = openClusterResults('kills', seed, kills, isFull);

  beforeAll(() => Promise.all(places.map((place) => warmUp(place, seed))));
  afterAll(async () => {
    console.log(`kills of two nodes, seed ${seed}: ${JSON.stringify(summarize(results))}`);
    await Promise.all(places.map((place) => place[Symbol.asyncDispose]()));
  });

  test(`lose no word in ${kills} kills of a node (seed ${seed})`, { timeout: kills * 60_000 }, () =>
    playRounds({ results, places, fault: 'node-kill', count: kills / 2, play: (place, round) => killBothNodes(place, seed, round) }),
  );

  test('leave nothing running', async () => {
    for (const { client } of places) expect((await client.active()).body.turns).toEqual([]);
  });
});
