import { z } from 'zod';
import { turnErrorSchema } from './errors.ts';
import { idSchema, timestampSchema } from './ids.ts';
import { titleSchema } from './conversation.ts';
import { limits } from './limits.ts';
import { stopReasonSchema, turnStatusSchema } from './message.ts';
import { modelRefSchema } from './model-ref.ts';
import { conversationSettingsSchema, turnSettingsSchema } from './settings.ts';

export const turnKindSchema = z.enum(['send', 'regenerate', 'continue']);
export type TurnKind = z.infer<typeof turnKindSchema>;

/** What a person may put into a message: exact, unlike what providers send. */
export const inputPartSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(limits.messageCharacters) }),
  /** One of the person's own files; its name, type and size are the server's to say. */
  z.strictObject({ type: z.literal('file'), fileId: idSchema }),
]);
export type InputPart = z.infer<typeof inputPartSchema>;

export const inputPartsSchema = z.array(inputPartSchema).min(1).max(64);

const common = {
  turnId: idSchema,
  answerId: idSchema,
  model: modelRefSchema,
  /** Answered for this turn only; absent means the conversation's settings. */
  settings: turnSettingsSchema.optional(),
  /** The sibling the person is leaving; its active leaf is remembered so that the arrows lead back to it. */
  leavingId: idSchema.optional(),
};

/**
 * The body that creates a turn. The client makes the ids, so a repeated request is recognised: the same body answers
 * the first result again, another body under the same `turnId` is refused with `turn.mismatch`.
 */
export const createTurnSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('send'),
      ...common,
      /** The message this one answers; null makes a root. An edit is a `send` under the old message's parent. */
      parentId: idSchema.nullable(),
      userMessageId: idSchema,
      parts: inputPartsSchema,
      /** Present when this turn begins the conversation, whose id must then be new. */
      create: z.strictObject({ title: titleSchema.optional(), settings: conversationSettingsSchema.optional() }).optional(),
    }),
    /** Another answer to the user message `parentId`. */
    z.strictObject({
      kind: z.literal('regenerate'),
      ...common,
      parentId: idSchema,
      /** The answers that are being written to the same question go on: they are compared. */
      beside: z.literal(true).optional(),
    }),
    /** More of the unfinished answer `answerId`, whose parent is `parentId`. */
    z.strictObject({ kind: z.literal('continue'), ...common, parentId: idSchema }),
  ])
  .meta({ id: 'CreateTurn' });
export type CreateTurn = z.infer<typeof createTurnSchema>;

export const turnSchema = z
  .object({
    id: idSchema,
    conversationId: idSchema,
    answerId: idSchema,
    userMessageId: idSchema.nullable(),
    kind: turnKindSchema,
    status: turnStatusSchema,
    stopReason: stopReasonSchema.nullable(),
    error: turnErrorSchema.nullable(),
    createdAt: timestampSchema,
    endedAt: timestampSchema.nullable(),
    /** What it is, or was, asked with; only where one turn is asked for. */
    settings: turnSettingsSchema.optional(),
  })
  .meta({ id: 'Turn' });
export type Turn = z.infer<typeof turnSchema>;
