import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';
import { limits } from './limits.ts';
import { conversationSettingsSchema } from './settings.ts';

/** Who wrote the title. A model's title never overwrites a person's. */
export const titleSourceSchema = z.enum(['local', 'model', 'user']);
export type TitleSource = z.infer<typeof titleSourceSchema>;

export const titleSchema = z.string().trim().min(1).max(limits.titleCharacters);

/** One row per conversation and person: where this person is and how they keep it. */
export const conversationStateSchema = z
  .object({
    activeLeafId: idSchema.nullable(),
    /** Ordinal of the newest message this person has seen. */
    readOrdinal: z.number().int().nonnegative(),
    pinned: z.boolean(),
    archived: z.boolean(),
    draft: z.string(),
  })
  .meta({ id: 'ConversationState' });
export type ConversationState = z.infer<typeof conversationStateSchema>;

export const conversationSchema = z
  .object({
    id: idSchema,
    title: z.string(),
    titleSource: titleSourceSchema,
    settings: conversationSettingsSchema,
    createdAt: timestampSchema,
    /** When the last message was added; the list is ordered by it. */
    activityAt: timestampSchema,
    deletedAt: timestampSchema.nullable(),
    /** Ordinal of the newest message; greater than `state.readOrdinal` means unread. */
    lastOrdinal: z.number().int().nonnegative(),
    /** From the person's own counter; grows with every change of the row or its state. */
    rev: z.number().int().nonnegative(),
    /** Whether an answer is being written right now. */
    running: z.boolean(),
    state: conversationStateSchema,
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof conversationSchema>;
