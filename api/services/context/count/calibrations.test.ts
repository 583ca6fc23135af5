import { encode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { encode as p50k } from 'gpt-tokenizer/encoding/p50k_base';
import { encode as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import type { CalibrationRow } from '../../../storage/ports/context.ts';
import { texts } from './__fixtures__/texts.ts';
import { createCalibrations, type Calibrations } from './calibrations.ts';
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

/** Chats in one language, as a provider with this tokenizer reports their input: its own tokens, and some around each message. */
const vendors: readonly (readonly [name: string, model: string, encode: Encode, around: number, languages: readonly string[]])[] = [
  ['the same tokenizer', 'gpt-4o', o200k, 4, ['english', 'german', 'code', 'chinese', 'markdown']],
  ['another tokenizer, English', 'vendor-large', cl100k, 6, ['english']],
  ['another tokenizer, prose and code', 'vendor-large', cl100k, 6, ['english', 'code', 'markdown']],
  ['another tokenizer, Russian', 'vendor-large', cl100k, 6, ['russian']],
  ['another tokenizer, Japanese', 'vendor-large', cl100k, 6, ['japanese']],
  ['an older tokenizer, German', 'vendor-old', p50k, 3, ['german']],
];

test.each(vendors)('a calibrated count is within 2 %% of what is reported: %s', async (_name, model, encode, around, languages) => {
  const random = seededRandom(7);
  const counter = createTextCounter();
  const method = await counter.load(model);
  const calibrations = createCalibrations(memory().store, () => 0);
  let [counted, reported] = [0, 0];
  const errors: number[] = [];
  for (let turn = 1; turn <= 40; turn += 1) {
    for (let each = 0; each < 2; each += 1) {
      const words = texts[languages[Math.floor(random() * languages.length)]!]!.split(' ');
      const text = words
        .slice(Math.floor((random() * words.length) / 2))
        .join(' ')
        .repeat(1 + Math.floor(random() * 3));
      counted += (await counter.count(text, method)) + messageOverhead;
      reported += encode(text).length + around;
    }
    const { ratio, samples } = await calibrations.of('e', model);
    if (samples >= 3) errors.push(Math.abs((counted * ratio) / reported - 1));
    await calibrations.learn('e', model, counted, reported);
  }
  expect(
    errors
      .slice(-20)
      .toSorted((a, b) => a - b)
      .at(-1),
  ).toBeLessThan(0.02);
});

const learnt = async (calibrations: Calibrations): Promise<{ ratio: number; samples: number }> => calibrations.of('e', 'm');

test('what is out of all proportion, or hardly anything, teaches nothing', async () => {
  const calibrations = createCalibrations(memory().store, () => 0);
  await calibrations.learn('e', 'm', 1_000, 9_000);
  await calibrations.learn('e', 'm', 1_000, 100);
  await calibrations.learn('e', 'm', 10, 20);
  await calibrations.learn('e', 'm', 0, 0);
  expect(await learnt(calibrations)).toEqual({ ratio: 1, samples: 0 });
  await calibrations.learn('e', 'gpt-4o', 1_000, 2_500);
  expect(await calibrations.of('e', 'gpt-4o')).toEqual({ ratio: 1, samples: 0 });
});

test('it survives a restart, is followed by other nodes, and is written seldom', async () => {
  const { store, writes } = memory();
  let now = 0;
  const first = createCalibrations(store, () => now);
  const other = createCalibrations(store, () => now);
  expect((await learnt(other)).samples).toBe(0);
  for (let turn = 0; turn < 50; turn += 1) await first.learn('e', 'm', 1_000, 1_300);
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
  await calibrations.learn('e', 'm', 1_000, 1_200);
  goAway(true);
  now += 3_600_000;
  expect((await learnt(calibrations)).ratio).toBeCloseTo(1.2);
});
