import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';

/** A file that a person brought, as its owner sees it. */
export const fileSchema = z
  .object({
    id: idSchema,
    /** As it was called, cleaned of what could deceive: paths, control characters, marks of the reading direction. */
    name: z.string(),
    /** Found in the content, never what the sender said. */
    mediaType: z.string(),
    bytes: z.number().int().nonnegative(),
    /** Of the whole content, hexadecimal. */
    sha256: z.string(),
    /** Pixels, of an image whose head says them. */
    width: z.number().int().positive().nullable(),
    height: z.number().int().positive().nullable(),
    createdAt: timestampSchema,
  })
  .meta({ id: 'File' });
export type File = z.infer<typeof fileSchema>;
