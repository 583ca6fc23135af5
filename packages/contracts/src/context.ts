import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';
import { usageSchema } from './message.ts';
import { modelRefSchema } from './model-ref.ts';

const count = z.number().int().nonnegative();

/**
 * A note on what a conversation sends. A `summary` stands for everything on a branch up to and including its message, a `cut` leaves that out; a message that is
 * `pinned` is always sent, one that is `excluded` never.
 */
export const contextNoteSchema = z
  .object({
    id: z.string(),
    messageId: idSchema,
    kind: z.enum(['summary', 'cut', 'pinned', 'excluded']),
    /** The words of a summary. */
    text: z.string(),
    /** Of a summary: what wrote it. */
    model: modelRefSchema.nullable(),
    /** Made because the context was full, not because a person asked. */
    automatic: z.boolean(),
    /** How many messages a summary or a cut stands for beyond the one before it, and how many tokens they were. */
    messages: count,
    tokens: count,
    /** Of an exclusion: the parts that are not sent; none: the whole message. */
    parts: z.array(z.string()),
    createdAt: timestampSchema,
    editedAt: timestampSchema.nullable(),
  })
  .meta({ id: 'ContextNote' });
export type ContextNote = z.infer<typeof contextNoteSchema>;

/**
 * One part of a request, in its order. `at` counts the messages of the request; those of one number are one message. The JSON text of `[{role, parts}, …]`,
 * each part its `type` and `text`, before them `name` for a call, and for a file `fileId`, `name`, `mediaType`, is what `sha256` is of.
 */
export const contextItemSchema = z
  .object({
    at: count,
    role: z.enum(['system', 'user', 'assistant']),
    origin: z.enum(['system', 'summary', 'pinned', 'message', 'tool', 'file', 'draft']),
    messageId: idSchema.nullable(),
    /** Of a stored message: which part of it this is. */
    partId: z.string().nullable(),
    type: z.enum(['text', 'reasoning', 'tool-call', 'tool-result', 'file']),
    text: z.string(),
    name: z.string().optional(),
    fileId: z.string().optional(),
    mediaType: z.string().optional(),
    tokens: count,
  })
  .meta({ id: 'ContextItem' });
export type ContextItem = z.infer<typeof contextItemSchema>;

export const contextDroppedSchema = z
  .object({
    messageId: z.string(),
    role: z.enum(['system', 'user', 'assistant']).nullable(),
    reason: z.enum(['excluded', 'summarised', 'no-room', 'pair', 'damaged']),
    tokens: count,
    /** Its first words. */
    excerpt: z.string(),
    /** Only these parts of it are not sent; none: the whole message. */
    parts: z.array(z.string()),
  })
  .meta({ id: 'ContextDropped' });
export type ContextDropped = z.infer<typeof contextDroppedSchema>;

/** The request that will be, or was, sent to a model, by where its parts come from. */
export const contextViewSchema = z
  .object({
    when: z.enum(['before', 'after']),
    model: modelRefSchema,
    items: z.array(contextItemSchema),
    /** Newest last; the messages above a fold are not listed. */
    dropped: z.array(contextDroppedSchema),
    /** What stands for, or leaves out, all above; null when everything is sent. */
    fold: contextNoteSchema.nullable(),
    /** What sending will do first, because not everything fits. */
    next: z.enum(['summary', 'cut']).nullable(),
    /** Whether the operator lets summaries be written by themselves; else older messages are left out. */
    summaries: z.boolean(),
    /**
     * What the model will not get of it, or not as it is, in whole sentences: those of the warnings that its answer would carry. Empty after sending, when the
     * answer itself says it.
     */
    leftOut: z.array(z.object({ code: z.string(), message: z.string() })),
    /** Of the whole request, as they are counted here, calibrated. */
    tokens: count,
    counting: z.object({
      method: z.enum(['tokenizer', 'estimate']),
      ratio: z.number(),
      /** Answers it was calibrated by; 0: not calibrated. */
      samples: count,
    }),
    window: z.object({
      /** What the model holds; `assumed` when nobody said. */
      tokens: count,
      assumed: z.boolean(),
      answer: count,
      input: count,
    }),
    /** US dollars for the input; null when the price is not known. */
    cost: z.number().nonnegative().nullable(),
    sha256: z.string(),
    /** False: something was edited or removed since, so that this is not exactly what was sent. */
    exact: z.boolean(),
    sentAt: timestampSchema.nullable(),
    /** What the provider reported for the answer; before sending, for the answer above. */
    usage: usageSchema.nullable(),
  })
  .meta({ id: 'ContextView' });
export type ContextView = z.infer<typeof contextViewSchema>;
