import { z } from 'zod';
import { turnErrorSchema } from './errors.ts';
import { stopReasonSchema, usageSchema } from './message.ts';
import { modelRefSchema } from './model-ref.ts';

const part = z.string();

/**
 * What happens while a turn works on its answer, in order. Names are noun-action; a part's life is start, deltas, end.
 * `turn-end` alone is terminal. A reader stores and skips types it does not know.
 */
export const turnEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turn-start'), answerId: z.string(), model: modelRefSchema }),
  z.object({
    type: z.literal('attempt-start'),
    attempt: z.number(),
    /** The model that is asked; absent in logs of older versions. */
    model: modelRefSchema.optional(),
    /** Tokens that it is sent, about; for the ledger, should its node die. */
    inputTokens: z.number().optional(),
    /** Why it is another than the one before: this becomes a part of the answer. */
    fallback: z.object({ part, from: modelRefSchema, error: turnErrorSchema }).optional(),
  }),
  z.object({ type: z.literal('text-start'), part }),
  z.object({ type: z.literal('text-delta'), part, delta: z.string() }),
  z.object({ type: z.literal('text-end'), part }),
  z.object({ type: z.literal('reasoning-start'), part }),
  z.object({ type: z.literal('reasoning-delta'), part, delta: z.string() }),
  z.object({ type: z.literal('reasoning-end'), part, signature: z.string().optional(), durationMs: z.number().optional() }),
  z.object({ type: z.literal('tool-call-start'), part, callId: z.string(), name: z.string() }),
  z.object({ type: z.literal('tool-call-delta'), part, delta: z.string() }),
  z.object({ type: z.literal('tool-call-end'), part }),
  z.object({ type: z.literal('tool-result'), part, callId: z.string(), content: z.string(), isError: z.boolean().optional() }),
  /** A file that the model made: its bytes are kept like any file's, and never part of a log. */
  z.object({
    type: z.literal('file'),
    part,
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number(),
    width: z.number().optional(),
    height: z.number().optional(),
  }),
  z.object({
    type: z.literal('source'),
    part,
    url: z.string().optional(),
    title: z.string().optional(),
    quote: z.string().optional(),
    page: z.number().optional(),
  }),
  z.object({ type: z.literal('summary'), part, text: z.string() }),
  z.object({ type: z.literal('usage'), usage: usageSchema }),
  z.object({ type: z.literal('warning'), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('error'), error: turnErrorSchema }),
  /** The process that writes the answer has to go; another goes on with it. */
  z.object({ type: z.literal('hand-over') }),
  z.object({
    type: z.literal('turn-end'),
    status: z.enum(['done', 'stopped', 'failed', 'interrupted']),
    stopReason: stopReasonSchema,
    error: turnErrorSchema.optional(),
  }),
]);
export type TurnEvent = z.infer<typeof turnEventSchema>;
export type TurnEventOf<Type extends TurnEvent['type']> = Extract<TurnEvent, { type: Type }>;
export type FinalStatus = TurnEventOf<'turn-end'>['status'];
