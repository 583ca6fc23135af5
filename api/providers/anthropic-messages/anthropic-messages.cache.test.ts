import type Anthropic from '@anthropic-ai/sdk';
import type { Part } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createAnthropicMessagesProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const end = 'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\ndata: {"type":"message_stop"}\n\n';
const ok = { body: end };
const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });

/** The vendor's reference, prompt caching: `cache_control` at the top level, and on a block of the system's words. */
const kept: Anthropic.CacheControlEphemeral = { type: 'ephemeral' };

test('has what it read kept for the next turn, for as long as the operator says', async () => {
  expect((await replayer.stream(ok)).asked[0]?.body['cache_control']).toEqual(kept);
  expect((await replayer.stream(ok, {}, { promptCache: '1h' })).asked[0]?.body['cache_control']).toEqual({ ...kept, ttl: '1h' });
  expect((await replayer.stream(ok, {}, { promptCache: 'off' })).asked[0]?.body).not.toHaveProperty('cache_control');
});

test('marks long words of the system by themselves, and short ones not', async () => {
  const long = 'Rules. '.repeat(1_000).trim();
  expect((await replayer.stream(ok, { instructions: long })).asked[0]?.body['system']).toEqual([
    { type: 'text', text: long, cache_control: kept },
  ]);
  expect((await replayer.stream(ok, { instructions: long }, { promptCache: 'off' })).asked[0]?.body['system']).toBe(long);
  expect((await replayer.stream(ok, { instructions: 'Short.' })).asked[0]?.body['system']).toBe('Short.');
});

test('keeps every byte of a turn as it was while the chat goes on', async () => {
  let last = '';
  for (let turns = 1; turns <= 20; turns += 1) {
    const messages = Array.from({ length: turns * 2 - 1 }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      parts: [text(`Message ${index}`)],
    }));
    const sent = JSON.stringify((await replayer.stream(ok, { messages, instructions: 'Rules.' })).asked[0]?.body['messages']);
    expect(sent.startsWith(last.slice(0, -1))).toBe(true);
    last = sent;
  }
});

test('asks without it where a server does not know of it', async () => {
  const refusal = { type: 'error', error: { type: 'invalid_request_error', message: 'cache_control: Extra inputs are not permitted' } };
  const long = 'Rules. '.repeat(1_000).trim();
  const { asked, events } = await replayer.stream([{ status: 400, body: JSON.stringify(refusal) }, ok], { instructions: long });
  expect(asked[1]?.body).not.toHaveProperty('cache_control');
  expect(asked[1]?.body['system']).toBe(long);
  expect(tell(events)).toEqual(['finish end']);
});

test('leaves out reasoning that another provider sealed', async () => {
  const signed = ['openai:rs_1:abc', 'google:call:abc', 'bedrock:abc', 'EqQBCgYIBxgCIkA'].map((signature, index): Part => ({
    type: 'reasoning',
    id: `r${index}`,
    text: 'Hm',
    signature,
  }));
  const messages = [
    { role: 'user' as const, parts: [text('One')] },
    { role: 'assistant' as const, parts: [...signed, text('Two')] },
    { role: 'user' as const, parts: [text('Three')] },
  ];
  const { asked } = await replayer.stream(ok, { messages });
  expect((asked[0]?.body['messages'] as { content: object[] }[] | undefined)?.[1]?.content).toEqual([
    { type: 'thinking', thinking: 'Hm', signature: 'EqQBCgYIBxgCIkA' },
    { type: 'text', text: 'Two' },
  ]);
});

test('says when a search of the web failed, and goes on', async () => {
  const block = {
    type: 'web_search_tool_result',
    tool_use_id: 's',
    content: { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' },
  };
  const start = `data: ${JSON.stringify({ type: 'content_block_start', index: 0, content_block: block })}\n\n`;
  const { events, error } = await replayer.stream({ body: start + end });
  expect(error).toBeUndefined();
  expect(events).toContainEqual({
    type: 'warning',
    code: 'provider.tool-failed',
    message: "The provider's own web search failed: max_uses_exceeded",
  });
});
