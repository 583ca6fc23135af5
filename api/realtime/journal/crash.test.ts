import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchProcessorWait } from '@parley/test-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJournal } from './create-journal.ts';

const child = fileURLToPath(new URL('./__fixtures__/crash-child.ts', import.meta.url));
const kills = process.env['PARLEY_FULL'] === '1' ? 200 : 10;
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261);

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-journal-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Mulberry32: small, seeded, good enough to choose instants. */
function randomFrom(state: number): () => number {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A process kept from the processor longer than this, in milliseconds, cannot keep its promise: that round is the machine's. */
const mayStarveMs = 30;
/** Milliseconds before a kill in which it is looked at. */
const starvationWindow = 300;

interface Killed {
  readonly at: bigint;
  readonly starvedMs: number;
}

async function streamAndKill(witness: string, prefix: string, after: number): Promise<Killed> {
  const running = spawn(process.execPath, [child, folder, witness, prefix], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(running, 'exit');
  while (!existsSync(witness) || readFileSync(witness, 'utf8') === '') await new Promise((resolve) => setTimeout(resolve, 10));
  const watch = watchProcessorWait(running.pid!);
  await new Promise((resolve) => setTimeout(resolve, after));
  const starvedMs = watch.waitedWithin(starvationWindow);
  watch.stop();
  const at = process.hrtime.bigint();
  running.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, string];
  expect(signal).toBe('SIGKILL');
  return { at, starvedMs };
}

interface Seen {
  /** Finalize was called, and returned. */
  readonly ending: Set<string>;
  readonly ended: Set<string>;
  /** Per turn, the seqs shown and when. */
  readonly shown: Map<string, { at: bigint; seq: number }[]>;
}

function readWitness(witness: string): Seen {
  const seen: Seen = { ending: new Set(), ended: new Set(), shown: new Map() };
  const lines = readFileSync(witness, 'utf8').split('\n').slice(0, -1);
  for (const line of lines) {
    const [at, name, seq] = line.split(' ') as [string, string, string];
    if (name === 'ready') continue;
    if (seq === 'ending') seen.ending.add(name);
    else if (seq === 'ended') seen.ended.add(name);
    else seen.shown.set(name, [...(seen.shown.get(name) ?? []), { at: BigInt(at), seq: Number(seq) }]);
  }
  return seen;
}

test(`loses nothing older than 100 ms in ${kills} kills (seed ${seed})`, { timeout: kills * 10_000 }, async () => {
  const random = randomFrom(seed);
  const lostAges: number[] = [];
  const ofTheMachine: number[] = [];
  for (let round = 0; round < kills; round += 1) {
    const witness = path.join(folder, `witness-${round}`);
    const { at: killedAt, starvedMs } = await streamAndKill(witness, `r${round}`, 150 + random() * 900);
    const { ending, ended, shown } = readWitness(witness);
    expect(shown.size).toBeGreaterThanOrEqual(8);

    const journal = await createJournal({ dataDir: folder });
    for (const [turnId, seqs] of shown) {
      const recovered = await journal.recover(turnId);
      if (ended.has(turnId)) {
        expect(recovered, `${turnId} was finalized`).toEqual([]);
        continue;
      }
      // A turn whose end became durable without being confirmed is finalized: nothing is left to recover, nothing is lost.
      if (recovered.length === 0 && ending.has(turnId)) continue;
      expect(recovered.map((event) => 'delta' in event && event.delta)).toEqual(recovered.map((_, index) => `${turnId}:${index + 1} `));
      const lost = seqs.filter(({ seq }) => seq > recovered.length).map(({ at }) => Number(killedAt - at) / 1e6);
      (starvedMs > mayStarveMs ? ofTheMachine : lostAges).push(...lost);
      await journal.delete(turnId);
    }
    await journal[Symbol.asyncDispose]();
  }
  const sorted = lostAges.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `lost after ${kills} kills: ${sorted.length} tokens, age p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, oldest ${at(1)} ms (seed ${seed}); ${ofTheMachine.length} more while the machine was busy, oldest ${Math.max(0, ...ofTheMachine).toFixed(1)} ms`,
  );
  expect(sorted.at(-1) ?? 0).toBeLessThan(100);
});
