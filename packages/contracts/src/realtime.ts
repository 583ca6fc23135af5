import { z } from 'zod';
import { conversationSchema } from './conversation.ts';
import { idSchema } from './ids.ts';
import { limits } from './limits.ts';
import { turnSchema } from './turn.ts';

export * from './protocol.ts';

export const topicSchema = z.string().regex(/^(user|(conversation|turn):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/);

/** A topic and the last `seq` the reader has (0: from the beginning). Cursors have a meaning for turns only. */
export const subscriptionSchema = z.strictObject({ topic: topicSchema, cursor: z.number().int().nonnegative().default(0) });
export type Subscription = z.infer<typeof subscriptionSchema>;

const subscriptions = z.array(subscriptionSchema).max(limits.topicsPerSocket);

/** The first frame of a socket, due within `limits.helloWithin`; also the body of the SSE twin. */
export const helloFrameSchema = z
  .strictObject({ type: z.literal('hello'), protocol: z.number().int(), token: z.string().max(4096), topics: subscriptions })
  .meta({ id: 'Hello' });
export type HelloFrame = z.infer<typeof helloFrameSchema>;

/** What a client sends over the socket. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  helloFrameSchema,
  z.strictObject({ type: z.literal('auth'), token: z.string().max(4096) }),
  z.strictObject({ type: z.literal('subscribe'), topics: subscriptions.min(1) }),
  z.strictObject({ type: z.literal('unsubscribe'), topics: z.array(topicSchema).min(1).max(limits.topicsPerSocket) }),
  z.strictObject({ type: z.literal('pong') }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** What the `user` and `conversation:<id>` topics carry: hints over the change feed. */
export const hintSchema = z.discriminatedUnion('type', [
  /** The row or its state changed; `conversation.rev` is the person's counter after it. A gap in revs means: sync. */
  z.object({ type: z.literal('conversation'), conversation: conversationSchema }),
  /** A conversation was purged for good. */
  z.object({ type: z.literal('conversation-gone'), id: idSchema, rev: z.number() }),
  /** A turn was queued, began or ended. Readers follow `turn:<id>` for the words. */
  z.object({ type: z.literal('turn'), turn: turnSchema }),
  /** Messages were added, edited, deleted or restored: read the branch again. */
  z.object({ type: z.literal('messages'), conversationId: idSchema, ids: z.array(idSchema) }),
  /** The endpoints or their models changed: read them again. */
  z.object({ type: z.literal('endpoints') }),
  /** What administrators should know of changed: read it again. */
  z.object({ type: z.literal('notices') }),
  /** The person's presets or favourites changed: read them again. */
  z.object({ type: z.literal('presets') }),
]);
export type Hint = z.infer<typeof hintSchema>;

/**
 * What the server sends as JSON objects. Turn events travel as arrays instead, `[channel, seq, …]`, in the short form
 * of `encodeTurnEvent`: `welcome` and `subscribed` say which channel number stands for which topic on this connection.
 */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.number(),
    build: z.string(),
    heartbeat: z.number(),
  }),
  z.object({ type: z.literal('subscribed'), topic: z.string(), channel: z.number().int() }),
  /** The topic cannot be followed: unknown or another person's (`realtime.unknown-topic`, the same answer for both). */
  z.object({ type: z.literal('refused'), topic: z.string(), code: z.string() }),
  /** The turn's log is no longer kept: read the message instead. */
  z.object({ type: z.literal('gone'), topic: z.string() }),
  z.object({ type: z.literal('hint'), topic: z.string(), hint: hintSchema }),
  z.object({ type: z.literal('ping') }),
  /** Said before the server closes the connection, with the reason. */
  z.object({ type: z.literal('bye'), code: z.string(), message: z.string() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
