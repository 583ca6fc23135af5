import type { FileSchema } from '../check-tree.ts';
import { acts, flag, map, number, object, type Spec } from '../spec.ts';

const rate = (required: boolean): Spec => number(undefined, { min: 0, required });
const rates = { input: rate(true), output: rate(true), cachedInput: rate(false), cacheWrite: rate(false) };
const tokens = number(undefined, { min: 1, whole: true });

/** A file of facts about models, by `model` or `endpoint/model`: what `modelEntrySchema` of the contracts takes. */
export const modelDataSchema: FileSchema = {
  spec: map(
    object({
      contextTokens: tokens,
      outputTokens: tokens,
      capabilities: object({ images: flag(), documents: flag(), audio: flag(), tools: flag(), reasoning: flag(), json: flag() }),
      prices: object({ ...rates, long: object({ above: number(undefined, { min: 1, whole: true, required: true }), ...rates }) }),
    }),
    { support: acts('facts of a model') },
  ),
  such: 'gpt-4o or openAI/gpt-4o',
  versioned: false,
};
