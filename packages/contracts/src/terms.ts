import { z } from 'zod';
import { timestampSchema } from './ids.ts';

/** What the operator wants people to agree to before they ask a model. */
export const termsSchema = z
  .object({
    /** Names the text: another text has another version, and is agreed to anew. */
    version: z.string(),
    /** Null: the client's own words. */
    title: z.string().nullable(),
    /** Markdown; empty where `link` says it all. */
    content: z.string(),
    link: z.object({ url: z.string(), newTab: z.boolean() }).nullable(),
    /** When this person agreed to this text; null: not yet. */
    acceptedAt: timestampSchema.nullable(),
  })
  .meta({ id: 'Terms' });
export type Terms = z.infer<typeof termsSchema>;
