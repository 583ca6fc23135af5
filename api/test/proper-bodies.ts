import { uuidv7 } from '@parley/chat-core';

/** A proper body for every route that takes one, to be spoilt in one place. Nothing in them exists. */
export const properBodies: Readonly<Record<string, () => Record<string, unknown>>> = {
  'account.change-password': () => ({ current: 'not the password', next: 'long enough' }),
  'account.update': () => ({ name: 'Anna' }),
  'api-keys.create': () => ({ name: 'A script', scopes: ['chat.write'], expiresInDays: 30 }),
  'auth.register': () => ({ name: 'A', email: `fuzz-${uuidv7()}@example.org`, password: 'long enough' }),
  'auth.sign-in': () => ({ email: 'nobody@example.org', password: 'x' }),
  'context.compact': () => ({ leafId: uuidv7(), model: { endpoint: 'demo', id: 'demo' } }),
  'context.edit-summary': () => ({ text: 'x' }),
  'context.mark': () => ({ mark: 'pinned' }),
  'context.preview': () => ({
    parentId: null,
    model: { endpoint: 'demo', id: 'demo' },
    settings: { temperature: 1 },
    parts: [{ type: 'text', text: 'x' }],
  }),
  'conversations.copy': () => ({ newId: uuidv7(), upToMessageId: uuidv7(), title: 'x' }),
  'conversations.select': () => ({ messageId: uuidv7(), leavingId: uuidv7() }),
  'conversations.update': () => ({ title: 'x', settings: { temperature: 1, model: { endpoint: 'demo', id: 'demo' } } }),
  'conversations.update-state': () => ({ pinned: true, archived: false, readOrdinal: 1, draft: 'x' }),
  'endpoints.put-key': () => ({ key: 'sk-x', baseUrl: 'https://models.example.org/v1' }),
  'messages.edit': () => ({ text: 'x' }),
  'realtime.stream': () => ({ type: 'hello', protocol: 1, token: 'x', topics: [{ topic: 'user', cursor: 0 }] }),
  'turns.create': () => ({
    kind: 'send',
    turnId: uuidv7(),
    answerId: uuidv7(),
    userMessageId: uuidv7(),
    parentId: null,
    model: { endpoint: 'demo', id: 'demo' },
    parts: [{ type: 'text', text: 'x' }],
  }),
  'turns.edit-queued': () => ({ parts: [{ type: 'text', text: 'x' }] }),
};
