import { z } from 'zod';
import { limits } from '../limits.ts';
import { callSettingsSchema } from '../settings.ts';

const { shape } = callSettingsSchema;

/** A field that may be left out, or said to be nothing. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

/** Present only to be refused by name: leaving it out would change what the caller gets. */
export const anything = z.unknown().optional();

export const modelName = z
  .string()
  .min(1)
  .max(2 * limits.modelNameCharacters);
export const schemaObject = z.record(z.string(), z.unknown());
export const toolName = z.string().min(1).max(128);
export const flag = maybe(z.boolean());

/** Settings by Parley's names, for each interface to take under its own. */
export const setting = {
  temperature: maybe(shape.temperature.unwrap()),
  topP: maybe(shape.topP.unwrap()),
  topK: maybe(shape.topK.unwrap()),
  frequencyPenalty: maybe(shape.frequencyPenalty.unwrap()),
  presencePenalty: maybe(shape.presencePenalty.unwrap()),
  seed: maybe(shape.seed.unwrap()),
  stop: maybe(shape.stop.unwrap()),
  maxOutputTokens: maybe(shape.maxOutputTokens.unwrap()),
  reasoningEffort: maybe(shape.reasoningEffort.unwrap()),
  verbosity: maybe(shape.verbosity.unwrap()),
};
