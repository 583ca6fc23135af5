import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { ProviderError } from '../port.ts';
import { checkModelEvents, wordsOf } from './check-model-events.ts';
import { playBytes } from './play-bytes.ts';
import { adapters, recordings } from './recordings.ts';

/** Up to here a recording is cut at every byte; longer ones at random places. */
const shortBytes = 4_096;
const randomSplits = 1_000;

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.toSorted((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

test('there is a recording of every format', () => {
  expect(new Set(recordings.map(({ name }) => name.split('/')[0])).size).toBe(Object.keys(adapters).length);
});

test.each(recordings)('$name says the same in one piece, in bytes, and in pieces of every kind', async ({ create, bytes }) => {
  const whole = await playBytes(create, bytes);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  expect(await playBytes(create, cutAt(bytes, [...bytes.keys()]))).toEqual(whole);
  const random = seededRandom(bytes.length);
  const place = (): number => Math.floor(random() * bytes.length);
  const cuts =
    bytes.length <= shortBytes
      ? [...bytes.keys()].map((at) => [at])
      : Array.from({ length: randomSplits }, () => Array.from({ length: 1 + Math.floor(random() * 12) }, place));
  for (const places of cuts) expect(await playBytes(create, cutAt(bytes, places)), `cut at ${places.join()}`).toEqual(whole);
});

test.each(recordings)('$name, broken off anywhere, ends in a typed error with what came so far', async ({ create, bytes }) => {
  const whole = wordsOf((await playBytes(create, bytes)).events);
  const random = seededRandom(bytes.length);
  const isShort = bytes.length <= shortBytes;
  for (let at = 0; at < bytes.length; at += isShort ? 1 : 1 + Math.floor((random() * bytes.length) / 300)) {
    const { events, error } = await playBytes(create, bytes.subarray(0, at));
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
    // Formats end with marks and counts beyond what makes the answer complete.
    if (error === undefined) expect(wordsOf(events)).toBe(whole);
    else {
      expect(error, `broken off at ${at}`).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ code: 'provider.cut-off' });
      expect(whole.startsWith(wordsOf(events))).toBe(true);
    }
  }
});
