import { z } from 'zod';

const tokens = z.number().int().positive();
const dollars = z.number().nonnegative();

/** What a model takes beside text, and what it can do. Absent: not known, which forbids nothing. */
export const modelCapabilitiesSchema = z.strictObject({
  images: z.boolean().optional(),
  documents: z.boolean().optional(),
  audio: z.boolean().optional(),
  tools: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  json: z.boolean().optional(),
});
export type ModelCapabilities = z.infer<typeof modelCapabilitiesSchema>;

const rates = {
  input: dollars,
  output: dollars,
  /** Input that the provider read from its cache. Absent: as other input. */
  cachedInput: dollars.optional(),
  /** Input that the provider wrote into its cache. Absent: as other input. */
  cacheWrite: dollars.optional(),
};

/** US dollars per million tokens. */
export const modelPricesSchema = z.strictObject({
  ...rates,
  /** What the whole request costs, its answer too, when its input is longer than `above` tokens. */
  long: z.strictObject({ above: tokens, ...rates }).optional(),
});
export type ModelPrices = z.infer<typeof modelPricesSchema>;

/** What can be said of a model by hand: every figure may be left out. */
export const modelEntrySchema = z.strictObject({
  contextTokens: tokens.optional(),
  outputTokens: tokens.optional(),
  capabilities: modelCapabilitiesSchema.optional(),
  prices: modelPricesSchema.optional(),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

/** Where the first figure that is known of a model comes from, the strongest first. */
export const factsSourceSchema = z.enum(['configuration', 'administrator', 'endpoint', 'bundled', 'assumed']);
export type FactsSource = z.infer<typeof factsSourceSchema>;
