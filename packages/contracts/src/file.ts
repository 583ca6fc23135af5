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

const endpointFileRulesSchema = z.object({
  /** No files at all. */
  disabled: z.boolean(),
  maxFiles: z.number().int(),
  /** Bytes of one file, and of all of a message. */
  maxBytes: z.number().int(),
  maxTotal: z.number().int(),
  /** Regular expressions, one of which the type of a file has to match; none: every type. */
  types: z.array(z.string()),
});
export type EndpointFileRules = z.infer<typeof endpointFileRulesSchema>;

/** What the operator allows of the files of a message, so that a client refuses before it sends. The server judges by the content. */
export const fileRulesSchema = z
  .object({
    /** For an endpoint without rules of its own. */
    any: endpointFileRulesSchema,
    endpoints: z.record(z.string(), endpointFileRulesSchema),
  })
  .meta({ id: 'FileRules' });
export type FileRules = z.infer<typeof fileRulesSchema>;
