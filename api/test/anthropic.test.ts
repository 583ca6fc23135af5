import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

// Claude through the whole app, against a server that answers with what stands in the vendor's reference.
const fixture = (name: string): Buffer => readFileSync(new URL(`../providers/anthropic-messages/__fixtures__/${name}`, import.meta.url));
const asked: { readonly messages: { readonly role: string; readonly content: { readonly type: string }[] }[] }[] = [];
let answers: Buffer[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof asked)[number]);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answers.shift());
  });
});
let here: World;
let anna: Visitor;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  here = await world({
    env: {
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ANTHROPIC_MODELS: 'claude-sonnet-4-5',
      TITLE_CONVO: 'false',
    },
  });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

async function ask(conversationId: string, parentId: string | null, settings: object = {}): Promise<Message> {
  const answerId = uuidv7();
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId,
    model: { endpoint: 'anthropic', id: 'claude-sonnet-4-5' },
    parts: [{ type: 'text', text: 'When?' }],
    settings,
    ...(parentId === null ? { create: {} } : {}),
  };
  const begun = await anna.call('POST', `/api/conversations/${conversationId}/turns`, { body });
  expect(begun.status, JSON.stringify(begun.body)).toBe(201);
  let answer: Message | undefined;
  await expect
    .poll(
      async () => {
        answer = (await anna.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`)).body as Message;
        return answer.status;
      },
      { timeout: 15_000 },
    )
    .toBe('done');
  return answer!;
}

test('keeps the places in documents that an answer cites', async () => {
  answers = [fixture('anthropic-document-citations.sse')];
  const { parts } = await ask(uuidv7(), null);
  expect(parts).toMatchObject([
    { type: 'text', text: 'By the report, high water came at noon, and the boats left. ⛵' },
    { type: 'source', title: 'report.pdf', page: 3, quote: 'High water came at noon.' },
    { type: 'source', title: 'notes.md', quote: 'Boats leave at high water.' },
    { type: 'source', quote: 'All left.' },
  ]);
});

test('sends what a search found back on the next turn, and goes on by itself when it pauses', async () => {
  const conversationId = uuidv7();
  const searched = fixture('anthropic-thinking-web-search.sse');
  answers = [searched];
  const first = await ask(conversationId, null, { webSearch: true });
  expect(first.parts.filter(({ type }) => type === 'source')).toMatchObject([{ url: 'https://tides.example/', title: 'Tides' }]);
  const before = asked.length;
  answers = [Buffer.from(searched.toString().replace('"end_turn"', '"pause_turn"')), fixture('anthropic-document-citations.sse')];
  const second = await ask(conversationId, first.id, { webSearch: true });
  expect(second).toMatchObject({ status: 'done', stopReason: 'end', usage: { inputTokens: 2_700, outputTokens: 135 } });
  const [next, continued] = asked.slice(before).map(({ messages }) => messages);
  const kinds = ['thinking', 'redacted_thinking', 'server_tool_use', 'web_search_tool_result', 'text'];
  expect(next?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(next?.[1]?.content.map(({ type }) => type)).toEqual(kinds);
  expect(next?.[1]?.content[3]).toMatchObject({ tool_use_id: 'srvtoolu_1', content: [{ encrypted_content: 'EqgfCioIARgB' }] });
  // What was sent before stays as it was, to the letter, so that it is read from the cache.
  expect(continued?.slice(0, 3)).toEqual(next);
  expect(continued?.[3]?.content.map(({ type }) => type)).toEqual(kinds);
});
