import { uuidv7 } from '@parley/chat-core';
import type { File, InputPart, Message } from '@parley/contracts';
import type { Visitor, World } from '../world.ts';

export interface Uploaded {
  readonly status: number;
  readonly file: File;
  readonly code: string | undefined;
  readonly params: Record<string, unknown> | undefined;
}

/** Brings a file as a client does. */
export async function upload(
  here: World,
  { token }: Visitor,
  name: string,
  content: BodyInit,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uploaded> {
  const response = await fetch(`${here.url}/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', ...headers },
    body: content,
    ...({ duplex: 'half' } as object),
  });
  const body = (await response.json()) as File & { error?: { code: string; params?: Record<string, unknown> } };
  return { status: response.status, file: body, code: body.error?.code, params: body.error?.params };
}

export const fetchFile = (here: World, { token }: Visitor, id: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${here.url}/api/files/${id}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

/** The smallest picture: one pixel of PNG. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface SentTurn {
  readonly conversationId: string;
  readonly turnId: string;
  readonly answerId: string;
  readonly userMessageId: string;
  readonly status: number;
  readonly body: unknown;
}

/** Sends a message of these parts in a new conversation. */
export async function sendParts(
  visitor: Visitor,
  parts: readonly InputPart[],
  more: Readonly<Record<string, unknown>> = {},
  conversationId = uuidv7(),
): Promise<SentTurn> {
  const [turnId, answerId, userMessageId] = [uuidv7(), uuidv7(), uuidv7()];
  const { status, body } = await visitor.call('POST', `/api/conversations/${conversationId}/turns`, {
    body: {
      kind: 'send',
      turnId,
      answerId,
      userMessageId,
      parentId: null,
      model: { endpoint: 'demo', id: 'demo' },
      parts,
      create: {},
      ...more,
    },
  });
  return { conversationId, turnId, answerId, userMessageId, status, body };
}

/** The stored answer, once its turn has ended. */
export async function endOf(visitor: Visitor, { conversationId, answerId }: SentTurn): Promise<Message> {
  for (const until = performance.now() + 20_000; performance.now() < until;) {
    const { body } = await visitor.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`);
    const message = body as Message;
    if (['done', 'failed', 'stopped', 'interrupted'].includes(message.status)) return message;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the turn did not end');
}
