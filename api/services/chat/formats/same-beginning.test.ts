import { uuidv7 } from '@parley/chat-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChatInFormats, formats, type ChatInFormats } from '../__fixtures__/chat-in-formats.ts';

let here: ChatInFormats;
beforeAll(async () => {
  here = await createChatInFormats();
});
afterAll(() => here[Symbol.asyncDispose]());

/** Where each format keeps its messages. */
const messageKeys = ['messages', 'input', 'contents'] as const;

/** Marks of where a cache may end are not part of what is cached, as their vendors say: they move on with the chat. */
const withoutMarks = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.filter((each) => !isMark(each)).map(withoutMarks)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([key]) => key !== 'cache_control')
            .map(([key, each]) => [key, withoutMarks(each)]),
        )
      : value;
const isMark = (value: unknown): boolean => typeof value === 'object' && value !== null && 'cachePoint' in value;

/** A request as what stands before its messages, and each message, to the byte. */
function inPieces(body: Record<string, unknown>): { readonly head: string; readonly messages: readonly string[] } {
  const key = messageKeys.find((each) => Array.isArray(body[each]))!;
  const { [key]: messages, ...head } = withoutMarks(body) as Record<string, unknown>;
  return { head: JSON.stringify(head), messages: (messages as unknown[]).map((message) => JSON.stringify(message)) };
}

test.each(formats)('a chat of 20 turns keeps the beginning of its requests the same to the byte: %s', async (format) => {
  const model = here.model(format);
  const conversationId = uuidv7();
  const settings = { instructions: 'Be brief. 简短回答。', temperature: 0.5, maxOutputTokens: 900 };
  here.play({ reasoning: 3, text: 'One, two "three" – 四.' });
  let parent: string | null = null;
  for (let turn = 1; turn <= 20; turn += 1)
    parent = (await here.say(conversationId, parent, `Question ${turn}: ${'some more words '.repeat(9)}`, { model, settings })).answerId;
  const requests = here.sent(model).map(({ body }) => inPieces(body));
  expect(requests).toHaveLength(20);
  for (const [at, { head, messages }] of requests.entries()) {
    expect(head).toBe(requests[0]!.head);
    expect(messages.length).toBeGreaterThan(at * 2);
    const before = requests[at - 1]?.messages ?? [];
    expect(messages.slice(0, before.length)).toEqual(before);
  }
});
