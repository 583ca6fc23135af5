import { randomUUID } from 'node:crypto';

const account = { name: 'Anna', email: 'anna@example.org', password: 'correct horse battery' };
const settled = new Set(['done', 'stopped', 'failed', 'interrupted']);

/** A UUID of version 7, as clients make them. */
function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

async function call(url, method, where, { token, body } = {}) {
  const response = await fetch(`${url}${where}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${where} answered ${response.status}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Makes the first account, with the one-time code where one is asked for. */
export const register = (url, code) =>
  call(url, 'POST', '/api/auth/register', { body: { ...account, ...(code === undefined ? {} : { code }) } });

/** Resolves with an access token. */
export const signIn = async (url) =>
  (await call(url, 'POST', '/api/auth/sign-in', { body: { email: account.email, password: account.password } })).accessToken;

/** Begins a turn with the demo model in a new conversation. */
export async function say(url, token, text) {
  const turn = { conversationId: newId(), answerId: newId() };
  const body = {
    kind: 'send',
    turnId: newId(),
    answerId: turn.answerId,
    userMessageId: newId(),
    parentId: null,
    model: { endpoint: 'demo', id: 'demo' },
    parts: [{ type: 'text', text }],
    create: {},
  };
  await call(url, 'POST', `/api/conversations/${turn.conversationId}/turns`, { token, body });
  return turn;
}

/** Resolves with the answer once it is stored for good. */
export async function settle(url, token, { conversationId, answerId }) {
  const end = Date.now() + 20_000;
  for (;;) {
    const message = await call(url, 'GET', `/api/conversations/${conversationId}/messages/${answerId}`, { token });
    if (settled.has(message.status)) return message;
    if (Date.now() > end) throw new Error(`the answer is still ${message.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a message says. */
export const textSoFar = ({ parts }) => parts.map(({ text }) => text ?? '').join('');
