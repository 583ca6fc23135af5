import type Anthropic from '@anthropic-ai/sdk';
import type { Part } from '@parley/contracts';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { messagesOf, startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { ModelEvent, ModelMessage } from '../port.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createAnthropicMessagesProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const event = (data: { type: string } & Record<string, unknown>): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const begin = event({ type: 'message_start', message: { id: 'm', type: 'message', usage: { input_tokens: 10, output_tokens: 1 } } });
const block = (index: number, content: object, ...deltas: object[]): string =>
  event({ type: 'content_block_start', index, content_block: content }) +
  deltas.map((delta) => event({ type: 'content_block_delta', index, delta })).join('') +
  event({ type: 'content_block_stop', index });
const words = (index: number, text: string): string => block(index, { type: 'text', text: '' }, { type: 'text_delta', text });
const searched = (index: number, id: string): string =>
  block(
    index,
    { type: 'server_tool_use', id, name: 'web_search', input: {} },
    { type: 'input_json_delta', partial_json: `{"query":"${id}"}` },
  );
const result = [{ type: 'web_search_result', title: 'Tides', url: 'https://tides.example/', encrypted_content: 'Eqgf', page_age: null }];
const found = (index: number, id: string): string => block(index, { type: 'web_search_tool_result', tool_use_id: id, content: result });
const end = (reason: string): string =>
  event({ type: 'message_delta', delta: { stop_reason: reason }, usage: { output_tokens: 5 } }) + event({ type: 'message_stop' });

const text = (value: string): Part => ({ type: 'text', id: 't', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });

/** As the reference of server tools has it: thinking, a search that is done and one that is not, then the pause. */
const paused = {
  body:
    begin +
    block(
      0,
      { type: 'thinking', thinking: '', signature: '' },
      { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 'abc' },
    ) +
    words(1, 'I look it up. ') +
    searched(2, 'srvtoolu_1') +
    found(3, 'srvtoolu_1') +
    searched(4, 'srvtoolu_2') +
    end('pause_turn'),
};
const done = { body: begin + found(0, 'srvtoolu_2') + words(1, 'High water is at noon.') + end('end_turn') };
const search = { webSearch: true } as const;

const pausedContent: Anthropic.ContentBlockParam[] = [
  { type: 'thinking', thinking: 'Hm', signature: 'abc' },
  { type: 'text', text: 'I look it up. ' },
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'srvtoolu_1' } },
  { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: result as Anthropic.WebSearchResultBlockParam[] },
  { type: 'server_tool_use', id: 'srvtoolu_2', name: 'web_search', input: { query: 'srvtoolu_2' } },
];

test('goes on with an answer that pauses, sends back what came, and counts both requests', async () => {
  const { events, error, asked } = await replayer.stream([paused, done], search);
  expect(error).toBeUndefined();
  checkModelEvents(events, 'complete');
  expect(tell(events).filter((line) => !line.includes('anthropic-search'))).toEqual([
    'reasoning: Hm [abc]',
    'text: I look it up. ',
    'text: High water is at noon.',
    'usage {"inputTokens":20,"outputTokens":10}',
    'finish end',
  ]);
  expect(asked).toHaveLength(2);
  const { messages: first, ...before } = asked[0]?.body ?? {};
  const { messages: second, ...after } = asked[1]?.body ?? {};
  expect(after).toEqual(before);
  expect(second).toEqual([...(first as object[]), { role: 'assistant', content: pausedContent }]);
  const pieces = await replayer.stream(
    [
      { ...paused, split: 1 },
      { ...done, split: 1 },
    ],
    search,
  );
  expect(pieces.events).toEqual(events);
});

test('goes on so often, then leaves it to the person', async () => {
  const { events, asked } = await replayer.stream({ body: begin + words(0, 'And ') + end('pause_turn') }, search);
  expect(asked).toHaveLength(9);
  expect(messagesOf({ events, error: undefined, asked }, 8)).toHaveLength(2);
  expect(wordsOf(events)).toBe('And '.repeat(9));
  expect(tell(events).slice(-2)).toEqual(['usage {"inputTokens":90,"outputTokens":45}', 'finish length']);
});

test('keeps the words and the counts when what follows a pause is refused or broken off', async () => {
  const refused = { status: 529, body: JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }) };
  const broken = await replayer.stream([paused, refused], search);
  expect(broken.error).toMatchObject({ code: 'provider.overloaded' });
  checkModelEvents(broken.events, 'failed');
  expect(wordsOf(broken.events)).toBe('I look it up. ');
  expect(tell(broken.events).at(-1)).toBe('usage {"inputTokens":10,"outputTokens":5}');
  const cut = await replayer.stream([paused, { body: begin + words(0, 'High') }], search);
  expect(cut.error).toMatchObject({ code: 'provider.cut-off' });
  expect(wordsOf(cut.events)).toBe('I look it up. High');
  expect(tell(cut.events).at(-1)).toBe('usage {"inputTokens":20,"outputTokens":6}');
});

test('does not wait for a connection that stays open behind a pause, and stops when it is told to', async () => {
  let asked = 0;
  const server = createServer((message, response) => {
    message.resume().on('end', () => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (asked === 1) response.write(paused.body);
      else if (asked === 2) response.end(done.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await using egress = createEgress({ allow: [`127.0.0.1:${port}`] });
  const provider = createAnthropicMessagesProvider({
    egress,
    access: { baseUrl: `http://127.0.0.1:${port}`, key: 'k', trust: 'operator' },
  });
  const call = { model: 'm', messages: [say('user', text('Hi'))], webSearch: true };
  const events: ModelEvent[] = [];
  const startedAt = performance.now();
  for await (const said of provider.stream(call, new AbortController().signal)) events.push(said);
  expect(events.at(-1)).toEqual({ type: 'finish', stopReason: 'end' });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  const stopping = new AbortController();
  asked = 2;
  const stopped: ModelEvent[] = [];
  setTimeout(() => stopping.abort(), 100);
  for await (const said of provider.stream(call, stopping.signal)) stopped.push(said);
  expect(stopped).toEqual([]);
  server.closeAllConnections();
  server.close();
});

const kept = (id: string, content: object): Part => ({
  type: 'reasoning',
  id,
  text: '',
  signature: `anthropic-search:${JSON.stringify(content)}`,
});
const history = [
  say('user', text('When?')),
  say(
    'assistant',
    text('I look.'),
    kept('a', { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'tides' } }),
    kept('b', { type: 'web_search_tool_result', tool_use_id: 's1', content: result }),
    text('At noon.'),
    kept('c', { type: 'server_tool_use', id: 's2', name: 'web_search', input: {} }),
    kept('d', { type: 'web_search_tool_result', tool_use_id: 's3', content: result }),
    kept('e', { type: 'evil', id: 's4' }),
    { type: 'reasoning', id: 'f', text: '', signature: 'anthropic-search:torn' },
  ),
  say('user', text('Sure?')),
];

test('sends searches back on the next turn, those that have both halves, and only where it may search again', async () => {
  const { asked } = await replayer.stream(done, { ...search, messages: history });
  expect(asked[0]?.body['messages']).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'When?' }] },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'I look.' },
        { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'tides' } },
        { type: 'web_search_tool_result', tool_use_id: 's1', content: result },
        { type: 'text', text: 'At noon.' },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'Sure?' }] },
  ]);
  const without = await replayer.stream(done, { messages: history });
  expect(messagesOf(without, 0)[1]).toEqual({ role: 'assistant', content: [{ type: 'text', text: 'I look.At noon.' }] });
});

test('keeps a search that waits for the result of another call', async () => {
  const messages = [
    say('user', text('When?')),
    say(
      'assistant',
      kept('a', { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} }),
      { type: 'tool-call', id: 'b', callId: 'c1', name: 'clock', arguments: '{}' },
      { type: 'tool-result', id: 'c', callId: 'c1', content: 'noon' },
    ),
  ];
  const replayed = await replayer.stream(done, { ...search, messages, tools: [{ name: 'clock', parameters: {} }] });
  expect((messagesOf(replayed, 0) as { role: string; content: object[] }[]).flatMap(({ content }) => content)).toEqual([
    { type: 'text', text: 'When?' },
    { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
    { type: 'tool_use', id: 'c1', name: 'clock', input: {} },
    { type: 'tool_result', tool_use_id: 'c1', content: 'noon' },
  ]);
});

test('asks again without the searches of a server that does not take them back', async () => {
  const message = 'messages.1.content.2: Invalid `encrypted_content` in `web_search_tool_result` block';
  const refused = { status: 400, body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }) };
  const { asked, error } = await replayer.stream([refused, done], { ...search, messages: history });
  expect(error).toBeUndefined();
  expect(JSON.stringify(messagesOf({ events: [], error, asked }, 1))).not.toContain('web_search');
});
