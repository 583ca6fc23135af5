import { z } from 'zod';
import { limits } from './limits.ts';

/** A model is named by the endpoint that offers it and the endpoint's own name for it. */
export const modelRefSchema = z
  .strictObject({
    endpoint: z.string().min(1).max(64),
    id: z.string().min(1).max(limits.modelNameCharacters),
  })
  .meta({ id: 'ModelRef' });
export type ModelRef = z.infer<typeof modelRefSchema>;
