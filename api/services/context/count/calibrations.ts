import type { CalibrationRow, ContextStore } from '../../../storage/ports/context.ts';
import { totalOf, type Count } from './count.ts';
import { learnFit, learntRatio, nothingLearnt, packFit, unpackFit, weigh, weightsOf, type Fit } from './fit-weights.ts';
import { methodFor } from './text-counter.ts';

export interface Calibration {
  /** Tokens of the provider for each counted here, of late. */
  readonly ratio: number;
  /** The same by kind of what is counted. */
  readonly weights: readonly number[];
  /** How many answers it was learnt from; 0: not calibrated. */
  readonly samples: number;
}

/** How well the tokens of each model are counted, learnt from what providers report. */
export interface Calibrations {
  /** Never rejects: a store that is away means not calibrated. */
  of(endpoint: string, model: string): Promise<Calibration>;
  /**
   * A provider reported `reported` tokens of input where this was counted, without calibration. What is out of all proportion says
   * that the provider counts something else (its own tools, a picture) and teaches nothing.
   */
  learn(endpoint: string, model: string, counted: Count, reported: number): Promise<void>;
}

/** What is taken for a ratio between two tokenizers, and for the same one. */
const plausible = { estimate: { least: 0.4, most: 5 }, tokenizer: { least: 0.7, most: 1.5 } } as const;
/** Requests of fewer tokens are mostly what a provider puts around them. */
const tooShort = 50;
/** The newest answer never counts for less than this, so that a provider's change is followed. */
const leastWeight = 0.3;
/** A calibration is stored when a count by it has moved by more than this, and always in the beginning. */
const worthStoring = 0.003;
/** Milliseconds after which another node may have learnt more. */
const freshFor = 600_000;
/** Some kilobyte each. */
const rememberedAtMost = 1_000;

interface Known {
  readonly ratio: number;
  readonly samples: number;
  readonly fit: Fit;
  readonly weights: readonly number[];
  readonly readAt: number;
  /** As it is stored. */
  readonly storedWeights: readonly number[];
}

const unknown = { ratio: 1, samples: 0, fit: nothingLearnt, weights: weightsOf(nothingLearnt) } as const;

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
    if (row === undefined) return held ?? { ...unknown, readAt: 0, storedWeights: unknown.weights };
    const read = row === null ? unknown : readFrom(row);
    return keep(key, { ...read, readAt: now(), storedWeights: read.weights });
  }

  return {
    of: async (endpoint, model) => {
      const { ratio, samples, weights } = await find(endpoint, model);
      return { ratio, samples, weights };
    },
    async learn(endpoint, model, counted, reported) {
      const total = totalOf(counted);
      if (total < tooShort || reported < tooShort) return;
      const { least, most } = plausible[methodFor(model)];
      const seen = reported / total;
      if (seen < least || seen > most) return;
      const before = await find(endpoint, model);
      const ratio = before.ratio + (seen - before.ratio) * Math.max(leastWeight, 1 / (before.samples + 1));
      const samples = before.samples + 1;
      const fit = learnFit(before.fit, counted, reported);
      const weights = weightsOf(fit);
      const moved = Math.abs(weigh(weights, counted) / weigh(before.storedWeights, counted) - 1);
      const stores = samples <= 3 || moved > worthStoring;
      const readAt = before.readAt === 0 ? now() : before.readAt;
      const storedWeights = stores ? weights : before.storedWeights;
      keep(`${endpoint}\n${model}`, { ratio, samples, fit, weights, readAt, storedWeights });
      const row: CalibrationRow = { endpoint, model, ratio, samples, fit: packFit(fit), updatedAt: now() };
      if (stores) await store.putCalibration(row);
    },
  };
}

/** A row from before kinds were told apart has one factor for all. */
function readFrom({ ratio, samples, fit: packed }: CalibrationRow): Pick<Known, 'ratio' | 'samples' | 'fit' | 'weights'> {
  const fit = (packed === null ? null : unpackFit(packed)) ?? learntRatio(ratio);
  return { ratio, samples, fit, weights: weightsOf(fit) };
}
