import { uuidv7 } from '@parley/chat-core';
import type { Person } from './hands.ts';

/** The same account without a browser: for what a journey needs to be there before it begins. */
export interface ApiVisitor {
  /** Puts a question to the demo model in a new conversation; its id. */
  ask(text: string, title?: string): Promise<string>;
  post(path: string, body: object): Promise<Response>;
}

export async function signInByApi(address: string, { email, password }: Person): Promise<ApiVisitor> {
  const post = (path: string, body: object, token?: string): Promise<Response> =>
    fetch(new URL(path, address), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  const { accessToken } = (await (await post('/api/auth/sign-in', { email, password })).json()) as { accessToken: string };
  return {
    post: (path, body) => post(path, body, accessToken),
    ask: async (text, title) => {
      const id = uuidv7();
      const body = {
        kind: 'send',
        turnId: uuidv7(),
        answerId: uuidv7(),
        userMessageId: uuidv7(),
        parentId: null,
        model: { endpoint: 'demo', id: 'demo' },
        parts: [{ type: 'text', text }],
        create: title === undefined ? {} : { title },
      };
      const answer = await post(`/api/conversations/${id}/turns`, body, accessToken);
      if (answer.status !== 201) throw new Error(`a turn answered ${answer.status}: ${await answer.text()}`);
      return id;
    },
  };
}
