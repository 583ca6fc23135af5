import { z } from 'zod';
import { conversationSchema } from '../conversation.ts';
import { idSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { damagedSchema, messageSchema } from '../message.ts';
import { defineRoute } from '../route.ts';
import { pageLimitSchema } from './conversations.ts';

const params = z.strictObject({ id: idSchema, messageId: idSchema });

export const messageRoutes = {
  branch: defineRoute({
    id: 'messages.branch',
    method: 'get',
    path: '/conversations/:id/messages',
    summary: 'The branch that ends at a leaf, oldest first, a page at a time from its end.',
    policy: 'signed-in',
    rate: 'read',
    params: z.strictObject({ id: idSchema }),
    query: z.strictObject({
      /** Absent: the active leaf. */
      leaf: idSchema.optional(),
      /** Only messages above this one (`earlier` of the page before). */
      before: idSchema.optional(),
      limit: pageLimitSchema,
    }),
    response: z.object({
      conversation: conversationSchema,
      leafId: idSchema.nullable(),
      messages: z.array(z.union([messageSchema, damagedSchema])),
      /** Pass as `before` for the page above; null when the page holds the root. */
      earlier: idSchema.nullable(),
    }),
    errors: ['conversation.not-found', 'message.not-found'],
  }),
  get: defineRoute({
    id: 'messages.get',
    method: 'get',
    path: '/conversations/:id/messages/:messageId',
    summary: 'One message.',
    policy: 'signed-in',
    rate: 'read',
    params,
    response: messageSchema,
    errors: ['conversation.not-found', 'message.not-found'],
  }),
  edit: defineRoute({
    id: 'messages.edit',
    method: 'patch',
    path: '/conversations/:id/messages/:messageId',
    summary: 'Save another text in place, of a question or an answer. Reasoning and tool parts stay as they are.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z.strictObject({ text: z.string().min(1).max(limits.messageCharacters) }),
    response: messageSchema,
    errors: ['conversation.not-found', 'message.not-found', 'message.busy'],
  }),
  remove: defineRoute({
    id: 'messages.remove',
    method: 'delete',
    path: '/conversations/:id/messages/:messageId',
    summary: 'Delete a message and all below it. Can be undone for 30 days. Running turns under it are stopped first.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: conversationSchema,
    errors: ['conversation.not-found', 'message.not-found', 'message.busy'],
  }),
  restore: defineRoute({
    id: 'messages.restore',
    method: 'post',
    path: '/conversations/:id/messages/:messageId/restore',
    summary: 'Undo the deletion of a message and make its branch the active one.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: conversationSchema,
    errors: ['conversation.not-found', 'message.not-found'],
  }),
};
