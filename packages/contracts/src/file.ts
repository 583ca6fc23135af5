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

/** What the operator allows of files. */
export const fileRulesSchema = z
  .object({
    /** Bytes of one file. */
    fileBytes: z.number().int().nonnegative(),
    filesPerMessage: z.number().int().nonnegative(),
  })
  .meta({ id: 'FileRules' });
export type FileRules = z.infer<typeof fileRulesSchema>;
