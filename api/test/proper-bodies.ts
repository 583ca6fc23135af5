import { uuidv7 } from '@parley/chat-core';

/** A proper body for every route that takes one, to be spoilt in one place. Nothing in them exists. */
export const properBodies: Readonly<Record<string, () => Record<string, unknown>>> = {
  'account.accept-terms': () => ({ version: 'of nobody' }),
  'account.change-password': () => ({ current: 'not the password', next: 'long enough' }),
  'account.update': () => ({ name: 'Anna' }),
  'admin.probe': () => ({ model: { endpoint: 'nobody', id: 'x' } }),
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
  'presets.put': () => ({ name: 'x', settings: { temperature: 1 }, isDefault: true }),
  'presets.order': () => ({ ids: [uuidv7()] }),
  'presets.import': () => ({ presets: [{ name: 'x', settings: { temperature: 1 } }] }),
  'presets.put-favourite': () => ({ model: { endpoint: 'demo', id: 'demo' }, marked: true }),
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
  'usage.put-budget': () => ({ principal: { type: 'user', id: uuidv7() }, endpoint: 'demo', dollarsPerMonth: 1 }),
  'usage.put-model': () => ({ contextTokens: 1_000, capabilities: { images: true }, prices: { input: 1, output: 2 } }),
};

/** What stands behind the question mark of routes that take a body and are refused without it. */
export const properQueries: Readonly<Record<string, string>> = { 'usage.put-model': '?name=demo%2Fdemo' };
