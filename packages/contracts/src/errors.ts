import { z } from 'zod';

export * from './error-table.ts';

const errorParamsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type ErrorParams = z.infer<typeof errorParamsSchema>;

/** The one shape of every error answer. `message` is English for logs and curl; clients speak through `code`. */
export const errorBodySchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      params: errorParamsSchema.optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** An error that belongs to an answer: kept with the message, shown in its place. */
export const turnErrorSchema = z.object({
  code: z.string(),
  /** English detail, often the provider's own words; shown as text, never as markup. */
  message: z.string(),
  params: errorParamsSchema.optional(),
});
export type TurnError = z.infer<typeof turnErrorSchema>;
