import { encode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { encode as p50k } from 'gpt-tokenizer/encoding/p50k_base';
import { encode as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import type { CalibrationRow } from '../../../storage/ports/context.ts';
import { texts } from './__fixtures__/texts.ts';
import { createCalibrations, type Calibrations } from './calibrations.ts';
import { countOf, nothingCounted, sumCounts } from './count.ts';
import { weigh } from './fit-weights.ts';
import { messageOverhead } from './part-tokens.ts';
import { createTextCounter } from './text-counter.ts';

function memory() {
  const rows = new Map<string, CalibrationRow>();
  let writes = 0;
  let away = false;
  return {
    rows,
    writes: () => writes,
    goAway: (gone: boolean) => void (away = gone),
    store: {
      async getCalibration(endpoint: string, model: string) {
        if (away) throw new Error('away');
        return rows.get(`${endpoint} ${model}`) ?? null;
      },
      async putCalibration(row: CalibrationRow) {
        writes += 1;
        rows.set(`${row.endpoint} ${row.model}`, row);
      },
    },
  };
}

type Encode = (text: string) => { readonly length: number };

interface Chat {
  readonly model: string;
  readonly encode: Encode;
  /** Tokens that the provider puts around each message. */
  readonly around: number;
  readonly languages: readonly string[];
}

/** Chats as a provider with this tokenizer reports their input: its own tokens, and some around each message. */
const chats: readonly (readonly [name: string, chat: Chat])[] = [
  ['the same tokenizer', { model: 'gpt-4o', encode: o200k, around: 4, languages: ['english', 'german', 'code', 'chinese', 'markdown'] }],
  ['another tokenizer, English', { model: 'vendor-large', encode: cl100k, around: 6, languages: ['english'] }],
  ['another tokenizer, prose and code', { model: 'vendor-large', encode: cl100k, around: 6, languages: ['english', 'code', 'markdown'] }],
  ['another tokenizer, Russian', { model: 'vendor-large', encode: cl100k, around: 6, languages: ['russian'] }],
  ['another tokenizer, Japanese', { model: 'vendor-large', encode: cl100k, around: 6, languages: ['japanese'] }],
  ['an older tokenizer, German', { model: 'vendor-old', encode: p50k, around: 3, languages: ['german'] }],
  [
    'code, Chinese, Japanese and prose',
    { model: 'vendor-large', encode: cl100k, around: 6, languages: ['code', 'chinese', 'japanese', 'english'] },
  ],
  ['code, Korean and prose, another', { model: 'vendor-old', encode: p50k, around: 3, languages: ['code', 'korean', 'english'] }],
  ['an estimate alone, all of these', { model: 'vendor-new', encode: o200k, around: 5, languages: Object.keys(texts) }],
];

/** How far each count of a chat of so many turns is off, the first turn first. */
async function errorsOf({ model, encode, around, languages }: Chat, turns: number, seed: number): Promise<number[]> {
  const random = seededRandom(seed);
  const counter = createTextCounter();
  const method = await counter.load(model);
  const calibrations = createCalibrations(memory().store, () => 0);
  let counted = nothingCounted;
  let reported = 0;
  const errors: number[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    for (let each = 0; each < 2; each += 1) {
      const words = texts[languages[Math.floor(random() * languages.length)]!]!.split(' ');
      const text = words
        .slice(Math.floor((random() * words.length) / 2))
        .join(' ')
        .repeat(1 + Math.floor(random() * 3));
      counted = sumCounts([counted, await counter.count(text, method), messageOverhead]);
      reported += encode(text).length + around;
    }
    const { weights } = await calibrations.of('e', model);
    errors.push(Math.abs(weigh(weights, counted) / reported - 1));
    await calibrations.learn('e', model, counted, reported);
  }
  return errors;
}

test.each(chats)('a calibrated count is within 2 %% of what is reported, soon: %s', async (_name, chat) => {
  const errors = await Promise.all([7, 8, 9, 10].map((seed) => errorsOf(chat, 30, seed)));
  const from = (first: number, last: number): number[] => errors.flatMap((each) => each.slice(first - 1, last)).toSorted((a, b) => a - b);
  const share = (all: readonly number[], part: number): number => all[Math.ceil(all.length * part) - 1]!;
  // After three answers most counts are, after ten nearly all, after twenty every one.
  expect(share(from(4, 10), 0.75)).toBeLessThan(0.02);
  expect(share(from(11, 20), 0.95)).toBeLessThan(0.02);
  expect(share(from(21, 30), 1)).toBeLessThan(0.02);
});

const learnt = async (calibrations: Calibrations, model = 'm'): Promise<{ ratio: number; samples: number }> => {
  const { ratio, samples } = await calibrations.of('e', model);
  return { ratio, samples };
};

const words = (tokens: number): ReturnType<typeof countOf> => countOf('words', tokens);

test('what is out of all proportion, or hardly anything, teaches nothing', async () => {
  const calibrations = createCalibrations(memory().store, () => 0);
  await calibrations.learn('e', 'm', words(1_000), 9_000);
  await calibrations.learn('e', 'm', words(1_000), 100);
  await calibrations.learn('e', 'm', words(10), 20);
  await calibrations.learn('e', 'm', words(0), 0);
  expect(await learnt(calibrations)).toEqual({ ratio: 1, samples: 0 });
  await calibrations.learn('e', 'gpt-4o', words(1_000), 2_500);
  expect(await learnt(calibrations, 'gpt-4o')).toEqual({ ratio: 1, samples: 0 });
});

test('it survives a restart, is followed by other nodes, and is written seldom', async () => {
  const { store, writes } = memory();
  let now = 0;
  const first = createCalibrations(store, () => now);
  const other = createCalibrations(store, () => now);
  expect((await learnt(other)).samples).toBe(0);
  for (let turn = 0; turn < 50; turn += 1) await first.learn('e', 'm', words(1_000), 1_300);
  expect((await learnt(first)).ratio).toBeCloseTo(1.3, 3);
  expect(writes()).toBeLessThan(6);
  expect((await learnt(createCalibrations(store, () => now))).ratio).toBeCloseTo(1.3, 2);
  now += 3_600_000;
  expect((await learnt(other)).ratio).toBeCloseTo(1.3, 2);
});

test('a store that is away is no reason to fail', async () => {
  const { store, goAway } = memory();
  let now = 0;
  const calibrations = createCalibrations(store, () => now);
  goAway(true);
  expect(await learnt(calibrations)).toEqual({ ratio: 1, samples: 0 });
  goAway(false);
  await calibrations.learn('e', 'm', words(1_000), 1_200);
  goAway(true);
  now += 3_600_000;
  expect((await learnt(calibrations)).ratio).toBeCloseTo(1.2);
});
