import { z } from 'zod';
import { modelName } from './common.ts';

/** Which part of the list of models Anthropic's clients ask for: so many, behind one of them or before it. */
export const modelListQuerySchema = z
  .object({ limit: z.coerce.number().int().min(1).max(1_000).optional(), after_id: modelName.optional(), before_id: modelName.optional() })
  .refine(({ after_id: after, before_id: before }) => after === undefined || before === undefined, {
    message: 'only one of after_id and before_id',
    path: ['before_id'],
  });
export type ModelListQuery = z.infer<typeof modelListQuerySchema>;
