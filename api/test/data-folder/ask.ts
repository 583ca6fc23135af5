import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn, Message } from '@parley/contracts';
import type { ApiClient } from '../crash/api-client.ts';

export interface Asked {
  readonly conversationId: string;
  readonly turnId: string;
  readonly answerId: string;
}

/** Tries to begin a conversation with the demo model. */
export async function tryToAsk(client: ApiClient, text: string): Promise<{ asked: Asked; status: number; body: unknown }> {
  const conversationId = uuidv7();
  const body: CreateTurn = {
    kind: 'send',
    turnId: uuidv7(),
    answerId: uuidv7(),
    userMessageId: uuidv7(),
    parentId: null,
    model: { endpoint: 'demo', id: 'demo' },
    parts: [{ type: 'text', text }],
    create: {},
  };
  return { asked: { conversationId, turnId: body.turnId, answerId: body.answerId }, ...(await client.createTurn(conversationId, body)) };
}

/** Begins a conversation with the demo model. */
export async function ask(client: ApiClient, text: string): Promise<Asked> {
  const { asked, status, body } = await tryToAsk(client, text);
  if (status !== 201) throw new Error(`a turn was refused with ${status}: ${JSON.stringify(body)}`);
  return asked;
}

const settled = ['done', 'stopped', 'failed', 'interrupted'];

/** The messages of the conversation once its turn has ended. */
export async function ended(client: ApiClient, { conversationId, turnId }: Asked): Promise<Message[]> {
  for (;;) {
    const { body } = await client.getTurn(turnId);
    if (settled.includes(body.status)) return (await client.branch(conversationId)).body.messages;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
