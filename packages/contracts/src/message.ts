import { z } from 'zod';
import { turnErrorSchema } from './errors.ts';
import { idSchema, timestampSchema } from './ids.ts';
import { costSchema } from './message-cost.ts';
import { modelRefSchema } from './model-ref.ts';
import { partSchema } from './part.ts';

export const turnStatusSchema = z.enum(['queued', 'running', 'waiting', 'done', 'stopped', 'failed', 'interrupted']);
export type TurnStatus = z.infer<typeof turnStatusSchema>;

/** Why a model stopped: its own end, the token limit, a refusal, a tool it waits for, a person, or something else. */
export const stopReasonSchema = z.enum(['end', 'length', 'refusal', 'tool-calls', 'stopped', 'error', 'interrupted', 'other']);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** Token counts as the provider reports them. Absent numbers were not reported. `inputTokens` is the whole input, cached and written included. */
export const usageSchema = z
  .object({
    inputTokens: z.number().nonnegative().optional(),
    outputTokens: z.number().nonnegative().optional(),
    reasoningTokens: z.number().nonnegative().optional(),
    cachedInputTokens: z.number().nonnegative().optional(),
    /** Input that the provider wrote into its cache. */
    cacheWriteTokens: z.number().nonnegative().optional(),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof usageSchema>;

export const messageSchema = z
  .object({
    id: idSchema,
    conversationId: idSchema,
    /** Null for a root. A conversation may have several roots: an edited first message is an ordinary sibling. */
    parentId: idSchema.nullable(),
    /** 1, 2, 3 … in its conversation, in the order of commits. Siblings sort by it. */
    ordinal: z.number().int().positive(),
    role: z.enum(['user', 'assistant', 'system']),
    parts: z.array(partSchema),
    /** That of its last turn; a person's own message is `done`, or `queued` while it waits. */
    status: turnStatusSchema,
    model: modelRefSchema.nullable(),
    usage: usageSchema.nullable(),
    /** What all turns that worked on it used and cost; absent before the first has ended. */
    cost: costSchema.nullable().optional(),
    stopReason: stopReasonSchema.nullable(),
    error: turnErrorSchema.nullable(),
    /** The turn that made, or is making, this message; null for imported ones. */
    turnId: idSchema.nullable(),
    createdAt: timestampSchema,
    editedAt: timestampSchema.nullable(),
    /** All versions at this place, itself included, oldest first. */
    siblings: z.array(idSchema),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof messageSchema>;

/** A row that could not be read: shown as one visible damaged item, never a reason to fail the list (rule 10). */
export const damagedSchema = z.object({ type: z.literal('damaged'), id: z.string() }).meta({ id: 'Damaged' });
export type Damaged = z.infer<typeof damagedSchema>;
