import { z } from 'zod';
import { contextNoteSchema, contextViewSchema } from '../context.ts';
import { idSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { modelRefSchema } from '../model-ref.ts';
import { defineRoute } from '../route.ts';
import { callSettingsSchema } from '../settings.ts';
import { inputPartSchema } from '../turn.ts';

const params = z.strictObject({ id: idSchema });
const noteParams = z.strictObject({ id: idSchema, noteId: idSchema });
const messageParams = z.strictObject({ id: idSchema, messageId: idSchema });
const notes = z.object({ notes: z.array(contextNoteSchema) });

export const contextRoutes = {
  preview: defineRoute({
    id: 'context.preview',
    method: 'post',
    path: '/conversations/:id/context',
    summary:
      'What a message would send now: the request by origin, with tokens and cost, and what is left out. Nothing is sent or changed.',
    policy: 'signed-in',
    rate: 'read',
    params,
    body: z.strictObject({
      /** What the message would answer; null at the beginning, where the conversation need not be there yet. */
      parentId: idSchema.nullable(),
      model: modelRefSchema,
      settings: callSettingsSchema.optional(),
      /** The draft. */
      parts: z.array(inputPartSchema).max(64).default([]),
      /** The numbers alone: `items` and `dropped` stay empty. */
      brief: z.boolean().default(false),
    }),
    response: contextViewSchema,
    errors: [
      'conversation.not-found',
      'message.not-found',
      'endpoint.not-found',
      'endpoint.key-missing',
      'endpoint.key-unreadable',
      'file.not-found',
      'file.too-many',
      'file.too-large',
      'file.type-refused',
    ],
  }),
  sent: defineRoute({
    id: 'context.sent',
    method: 'get',
    path: '/conversations/:id/messages/:messageId/context',
    summary: 'What was sent for an answer.',
    policy: 'signed-in',
    rate: 'read',
    params: messageParams,
    response: contextViewSchema,
    errors: ['conversation.not-found', 'message.not-found', 'context.not-kept'],
  }),
  notes: defineRoute({
    id: 'context.notes',
    method: 'get',
    path: '/conversations/:id/notes',
    summary: 'The summaries, cuts and marks of a conversation, in the order of their messages.',
    policy: 'signed-in',
    rate: 'read',
    params,
    response: notes,
    errors: ['conversation.not-found'],
  }),
  compact: defineRoute({
    id: 'context.compact',
    method: 'post',
    path: '/conversations/:id/compact',
    summary: 'Let a model summarise the older part of a branch, which the summary then stands for. Answers when it is written.',
    policy: 'signed-in',
    rate: 'turn',
    params,
    body: z.strictObject({ leafId: idSchema, model: modelRefSchema }),
    response: notes,
    errors: [
      'conversation.not-found',
      'message.not-found',
      'endpoint.not-found',
      'endpoint.key-missing',
      'endpoint.key-unreadable',
      'context.nothing-to-compact',
      'context.summary-failed',
      'budget.exceeded',
      'terms.not-accepted',
    ],
  }),
  editSummary: defineRoute({
    id: 'context.edit-summary',
    method: 'patch',
    path: '/conversations/:id/notes/:noteId',
    summary: 'Change the words of a summary.',
    policy: 'signed-in',
    rate: 'write',
    params: noteParams,
    body: z.strictObject({ text: z.string().trim().min(1).max(limits.summaryCharacters) }),
    response: notes,
    errors: ['conversation.not-found', 'context.note-not-found'],
  }),
  removeNote: defineRoute({
    id: 'context.remove-note',
    method: 'delete',
    path: '/conversations/:id/notes/:noteId',
    summary: 'Take back a summary or a cut: the messages themselves are sent again, as far as they fit.',
    policy: 'signed-in',
    rate: 'write',
    params: noteParams,
    response: notes,
    errors: ['conversation.not-found', 'context.note-not-found'],
  }),
  mark: defineRoute({
    id: 'context.mark',
    method: 'put',
    path: '/conversations/:id/messages/:messageId/mark',
    summary: 'Pin a message, exclude it or some of its parts, or neither. It holds on every branch that the message is on.',
    policy: 'signed-in',
    rate: 'write',
    params: messageParams,
    body: z
      .strictObject({
        mark: z.enum(['pinned', 'excluded']).nullable(),
        /** What is excluded of it, by the parts' ids; absent: the whole message. A call and its result go together. */
        parts: z.array(z.string().min(1).max(64)).max(64).optional(),
      })
      .refine(({ mark, parts }) => parts === undefined || mark === 'excluded', { path: ['parts'], message: 'only for what is excluded' }),
    response: notes,
    errors: ['conversation.not-found', 'message.not-found', 'context.too-many-marks'],
  }),
};
