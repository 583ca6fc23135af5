import type { CalibrationRow, ContextStore } from '../../../storage/ports/context.ts';
import { methodFor } from './text-counter.ts';

export interface Calibration {
  /** Tokens of the provider for each counted here. */
  readonly ratio: number;
  /** How many answers it was learnt from; 0: not calibrated. */
  readonly samples: number;
}

/** How well the tokens of each model are counted, learnt from what providers report. */
export interface Calibrations {
  /** Never rejects: a store that is away means not calibrated. */
  of(endpoint: string, model: string): Promise<Calibration>;
  /**
   * A provider reported `reported` tokens of input where `counted` were counted, without calibration. What is out of all proportion says
   * that the provider counts something else (its own tools, a picture) and teaches nothing.
   */
  learn(endpoint: string, model: string, counted: number, reported: number): Promise<void>;
}

/** What is taken for a ratio between two tokenizers, and for the same one. */
const plausible = { estimate: { least: 0.4, most: 3 }, tokenizer: { least: 0.7, most: 1.5 } } as const;
/** Requests of fewer tokens are mostly what a provider puts around them. */
const tooShort = 50;
/** The newest answer never counts for less than this, so that a provider's change is followed. */
const leastWeight = 0.3;
/** A ratio is stored when it has moved by more than this, and always in the beginning. */
const worthStoring = 0.003;
/** Milliseconds after which another node may have learnt more. */
const freshFor = 600_000;
const rememberedAtMost = 1_000;

interface Known extends Calibration {
  readonly readAt: number;
  readonly storedRatio: number;
}

const unknown: Calibration = { ratio: 1, samples: 0 };

export function createCalibrations(store: Pick<ContextStore, 'getCalibration' | 'putCalibration'>, now: () => number): Calibrations {
  const known = new Map<string, Known>();
  const keep = (key: string, value: Known): Known => {
    known.delete(key);
    known.set(key, value);
    if (known.size > rememberedAtMost) known.delete(known.keys().next().value!);
    return value;
  };

  async function find(endpoint: string, model: string): Promise<Known> {
    const key = `${endpoint}\n${model}`;
    const held = known.get(key);
    if (held !== undefined && now() - held.readAt < freshFor) return held;
    const row = await store.getCalibration(endpoint, model).catch(() => undefined);
    // The store is away: what is known here is still better than nothing.
    if (row === undefined) return held ?? { ...unknown, readAt: 0, storedRatio: 1 };
    const { ratio, samples } = row ?? unknown;
    return keep(key, { ratio, samples, readAt: now(), storedRatio: ratio });
  }

  return {
    of: async (endpoint, model) => {
      const { ratio, samples } = await find(endpoint, model);
      return { ratio, samples };
    },
    async learn(endpoint, model, counted, reported) {
      if (counted < tooShort || reported < tooShort) return;
      const { least, most } = plausible[methodFor(model)];
      const seen = reported / counted;
      if (seen < least || seen > most) return;
      const before = await find(endpoint, model);
      const weight = Math.max(leastWeight, 1 / (before.samples + 1));
      const ratio = before.ratio + (seen - before.ratio) * weight;
      const samples = before.samples + 1;
      const stores = samples <= 3 || Math.abs(ratio / before.storedRatio - 1) > worthStoring;
      const readAt = before.readAt === 0 ? now() : before.readAt;
      keep(`${endpoint}\n${model}`, { ratio, samples, readAt, storedRatio: stores ? ratio : before.storedRatio });
      const row: CalibrationRow = { endpoint, model, ratio, samples, updatedAt: now() };
      if (stores) await store.putCalibration(row);
    },
  };
}
