import { errorTable } from '@parley/contracts';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { ProviderError } from '../port.ts';
import { checkModelEvents } from './check-model-events.ts';
import { mutations, type Mutation } from './mutate.ts';
import { playBytes, type Played } from './play-bytes.ts';
import { recordings, type Recording } from './recordings.ts';

const seedsPerMutation = 15;
const hangMs = 10_000;

async function orHang(played: Promise<Played>, what: string): Promise<Played> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hangs: ${what}`)), hangMs);
  });
  try {
    return await Promise.race([played, hung]);
  } finally {
    clearTimeout(timer);
  }
}

async function survives({ create, bytes }: Recording, mutation: Mutation, seed: number, what: string): Promise<void> {
  const spoilt = mutation(bytes, seededRandom(seed));
  const { events, error } = await orHang(playBytes(create, spoilt), what);
  if (error !== undefined) {
    expect(error, what).toBeInstanceOf(ProviderError);
    expect(errorTable, what).toHaveProperty([(error as ProviderError).code]);
    expect((error as ProviderError).message, what).not.toBe('');
    // A spoilt answer is not the fault of who asked, but for words that say so.
    expect((error as ProviderError).message.length, what).toBeLessThan(4_096);
  }
  try {
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
  } catch (cause) {
    throw new Error(what, { cause });
  }
  // Nothing that grows beyond what came, and nothing that cannot be stored.
  expect(JSON.stringify(events).length, what).toBeLessThan(20 * spoilt.length + 10_000);
}

test.each(recordings)('$name, spoilt in every way, finishes or fails by name', async (recording) => {
  for (const [kind, mutation] of Object.entries(mutations))
    for (let seed = 1; seed <= seedsPerMutation; seed += 1)
      await survives(recording, mutation, seed, `${recording.name}, ${kind}, seed ${seed}`);
});
