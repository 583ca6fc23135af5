import { isDeepStrictEqual } from 'node:util';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { ProviderError } from '../port.ts';
import { checkModelEvents, wordsOf } from './check-model-events.ts';
import { playBytes } from './play-bytes.ts';
import { recordings } from './recordings.ts';

/** Up to here a recording is cut at every byte; longer ones at random places. */
const shortBytes = 1_200;
const randomSplits = 1_000;

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.toSorted((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

test.each(recordings)('$name says the same in one piece, in bytes, and in pieces of every kind', async ({ create, bytes }) => {
  const whole = await playBytes(create, bytes);
  checkModelEvents(whole.events, whole.error === undefined ? 'complete' : 'failed');
  if (whole.error !== undefined) expect(whole.error).toBeInstanceOf(ProviderError);
  const says = async (places: readonly number[]): Promise<void> => {
    const played = await playBytes(create, cutAt(bytes, places));
    if (!isDeepStrictEqual(played, whole)) expect(played, `cut at ${places.join()}`).toEqual(whole);
  };
  await says([...bytes.keys()]);
  const random = seededRandom(bytes.length);
  const place = (): number => Math.floor(random() * bytes.length);
  const cuts =
    bytes.length <= shortBytes
      ? [...bytes.keys()].map((at) => [at])
      : Array.from({ length: randomSplits }, () => Array.from({ length: 1 + Math.floor(random() * 12) }, place));
  for (const places of cuts) await says(places);
});

test.each(recordings)('$name, broken off anywhere, ends in a typed error with what came so far', async ({ create, bytes }) => {
  const whole = await playBytes(create, bytes);
  const words = wordsOf(whole.events);
  const own = (whole.error as ProviderError | undefined)?.code;
  const random = seededRandom(bytes.length);
  const isShort = bytes.length <= shortBytes;
  for (let at = 0; at < bytes.length; at += isShort ? 1 : 1 + Math.floor((random() * bytes.length) / 300)) {
    const { events, error } = await playBytes(create, bytes.subarray(0, at));
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
    const came = wordsOf(events);
    if (!words.startsWith(came)) expect.fail(`broken off at ${at} it says ${came}`);
    const code = (error as ProviderError | undefined)?.code;
    if (error !== undefined && !(error instanceof ProviderError)) throw error;
    // Formats end with marks and counts beyond what makes the answer complete; of a failure that is cut short no more may be known than that it is one.
    const isRight =
      own === undefined
        ? code === 'provider.cut-off' || (code === undefined && came === words)
        : code === 'provider.cut-off' || code === 'provider.failed' || code === own;
    if (!isRight) expect.fail(`broken off at ${at} it ends with ${code ?? 'success'}, having said ${came}`);
  }
});
