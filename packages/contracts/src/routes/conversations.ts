import { z } from 'zod';
import { conversationSchema, titleSchema } from '../conversation.ts';
import { idSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { damagedSchema } from '../message.ts';
import { defineRoute } from '../route.ts';
import { conversationSettingsSchema } from '../settings.ts';

const params = z.strictObject({ id: idSchema });
export const pageLimitSchema = z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault);
export const cursorSchema = z
  .string()
  .max(512)
  .regex(/^[A-Za-z0-9_-]+$/);

export const conversationRoutes = {
  list: defineRoute({
    id: 'conversations.list',
    method: 'get',
    path: '/conversations',
    summary: 'Conversations, last active first, a page at a time.',
    policy: 'signed-in',
    rate: 'read',
    query: z.strictObject({
      show: z.enum(['active', 'pinned', 'archived', 'bin']).default('active'),
      /** Part of the title, in any case. */
      title: z.string().trim().max(limits.filterCharacters).optional(),
      cursor: cursorSchema.optional(),
      limit: pageLimitSchema,
    }),
    response: z.object({
      conversations: z.array(z.union([conversationSchema, damagedSchema])),
      /** Opaque; null at the end. */
      next: z.string().nullable(),
      /** The person's counter when the page was read: sync from here. */
      rev: z.number(),
    }),
    errors: [],
  }),
  get: defineRoute({
    id: 'conversations.get',
    method: 'get',
    path: '/conversations/:id',
    summary: 'One conversation.',
    policy: 'signed-in',
    rate: 'read',
    params,
    response: conversationSchema,
    errors: ['conversation.not-found'],
  }),
  update: defineRoute({
    id: 'conversations.update',
    method: 'patch',
    path: '/conversations/:id',
    summary: 'Rename a conversation, or change what it sends with every turn.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z
      .strictObject({ title: titleSchema.optional(), settings: conversationSettingsSchema.optional() })
      .refine((body) => body.title !== undefined || body.settings !== undefined, 'Name at least one field.'),
    response: conversationSchema,
    errors: ['conversation.not-found'],
  }),
  updateState: defineRoute({
    id: 'conversations.update-state',
    method: 'patch',
    path: '/conversations/:id/state',
    summary: 'Pin, archive, mark as read, keep a draft: what belongs to this person alone.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z
      .strictObject({
        pinned: z.boolean().optional(),
        archived: z.boolean().optional(),
        /** Never goes back: the greater of the stored and the given one is kept. */
        readOrdinal: z.number().int().nonnegative().optional(),
        draft: z.string().max(limits.draftCharacters).optional(),
      })
      .refine((body) => Object.keys(body).length > 0, 'Name at least one field.'),
    response: conversationSchema,
    errors: ['conversation.not-found'],
  }),
  select: defineRoute({
    id: 'conversations.select',
    method: 'post',
    path: '/conversations/:id/select',
    summary: 'Go to a version: the leaf last seen under it becomes the active one, else its newest.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z.strictObject({
      messageId: idSchema,
      /** The sibling that is left; the current active leaf is remembered under it. */
      leavingId: idSchema.optional(),
    }),
    response: conversationSchema,
    errors: ['conversation.not-found', 'message.not-found'],
  }),
  remove: defineRoute({
    id: 'conversations.remove',
    method: 'delete',
    path: '/conversations/:id',
    summary: 'Put a conversation into the bin, where it rests for 30 days. Its running turns are stopped first.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: conversationSchema,
    errors: ['conversation.not-found'],
  }),
  restore: defineRoute({
    id: 'conversations.restore',
    method: 'post',
    path: '/conversations/:id/restore',
    summary: 'Take a conversation out of the bin.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: conversationSchema,
    errors: ['conversation.not-found'],
  }),
  copy: defineRoute({
    id: 'conversations.copy',
    method: 'post',
    path: '/conversations/:id/copy',
    summary:
      'Copy into a new conversation: the branch that ends at a message, or the whole tree. Unfinished answers are copied as interrupted.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z.strictObject({
      /** The id of the new conversation; repeating the call with it answers the same conversation again. */
      newId: idSchema,
      /** Present: only the path from the root to this message. Absent: every message. */
      upToMessageId: idSchema.optional(),
      title: titleSchema.optional(),
    }),
    response: conversationSchema,
    status: 201,
    errors: ['conversation.not-found', 'conversation.id-taken', 'message.not-found'],
  }),
  sync: defineRoute({
    id: 'conversations.sync',
    method: 'get',
    path: '/sync',
    summary: 'What changed since a counter: conversations in the order of their change, and ids that are gone for good.',
    policy: 'signed-in',
    rate: 'read',
    query: z.strictObject({ since: z.coerce.number().int().nonnegative() }),
    response: z.object({
      conversations: z.array(z.union([conversationSchema, damagedSchema])),
      gone: z.array(idSchema),
      /** Where to sync from next. */
      rev: z.number(),
      /** Whether more is waiting behind `rev`. */
      more: z.boolean(),
    }),
    errors: [],
  }),
};
