import type OpenAI from 'openai';
import { limits, type Part } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64Of, fileCall, goneAsText, leftOut, notesAsText } from '../contract/file-call.ts';
import { messagesOf, startReplayer, type Replayer } from '../contract/replay.ts';
import type { ModelMessage } from '../port.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: 'data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n' };

/** The content parts of the vendor's reference for Chat Completions: text, image_url, file (PDF), input_audio (wav, mp3). */
const expected: OpenAI.Chat.Completions.ChatCompletionContentPart[] = [
  { type: 'text', text: 'Look at these:' },
  { type: 'image_url', image_url: { url: `data:image/png;base64,${base64Of('png')}` } },
  { type: 'file', file: { filename: 'report.pdf', file_data: `data:application/pdf;base64,${base64Of('pdf')}` } },
  { type: 'input_audio', input_audio: { data: base64Of('mp3'), format: 'mp3' } },
  { type: 'text', text: notesAsText },
  { type: 'text', text: goneAsText },
  { type: 'text', text: 'What do you see?' },
];

test('sends images, PDF and sound in their places, words as text, and says what is left out', async () => {
  const { call, loaded } = fileCall();
  const { asked, events } = await replayer.stream(ok, call);
  expect(asked[0]?.body['messages']).toEqual([{ role: 'user', content: expected }]);
  expect(leftOut(events).toSorted()).toEqual(['all.zip', 'gone.txt', 'letter.docx']);
  expect(loaded.toSorted()).toEqual(['gone', 'mp3', 'notes', 'pdf', 'png']);
});

test('asks again without files when the server has no eyes, and says so', async () => {
  const refusal = {
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { message: 'messages[0]: unknown variant `image_url`, expected `text`' } }),
  };
  const { asked, events } = await replayer.stream([refusal, ok], fileCall().call);
  expect(asked).toHaveLength(2);
  const [message] = (asked[1]?.body['messages'] ?? []) as { content: string }[];
  expect(message?.content).toContain('What do you see?');
  expect(message?.content).toContain(notesAsText);
  expect(events.filter((event) => event.type === 'warning').map(({ message: said }) => said)).toContainEqual(
    expect.stringMatching(/does not take files of this kind/),
  );
});

test('a refusal that has nothing to do with files is not mended by leaving them out', async () => {
  const refusal = { status: 400, headers: { 'content-type': 'application/json' }, body: '{"error":{"message":"Invalid image data."}}' };
  const { asked, error } = await replayer.stream([refusal, ok], fileCall().call);
  expect(asked).toHaveLength(1);
  expect(error).toMatchObject({ code: 'provider.bad-request' });
});

test('leaves out what the model is known not to take, files of answers, and what is more than one request holds', async () => {
  const { call } = fileCall();
  const big = { type: 'file', id: 'b', fileId: 'png', name: 'big.png', mediaType: 'image/png', bytes: limits.callFileBytes } as const;
  const blind = await replayer.stream(ok, { ...call, accepts: { images: false } });
  expect(leftOut(blind.events)).toContain('cat.png');
  const { asked, events } = await replayer.stream(ok, {
    ...call,
    messages: [
      { role: 'user', parts: [{ ...big, fileId: 'pdf', name: 'old.pdf', mediaType: 'application/pdf', bytes: 1 }] },
      { role: 'user', parts: [big] },
      { role: 'assistant', parts: [{ ...big, fileId: 'mp3', name: 'drawn.png', bytes: 1 }] },
    ],
  });
  // Nobody has asked anything after the drawing: there is no question to put it into.
  expect(events).toContainEqual(expect.objectContaining({ message: expect.stringContaining('"drawn.png" belongs to an answer') }));
  expect(leftOut(events)).toContain('old.pdf');
  expect(JSON.stringify(asked[0]?.body['messages'])).toContain(base64Of('png'));
});

test('a file that cannot be read is a failure of the server, and nothing is sent', async () => {
  const { call } = fileCall();
  const { asked, error } = await replayer.stream(ok, { ...call, loadFile: () => Promise.reject(new Error('The bucket is away.')) });
  expect(error).toMatchObject({ code: 'server.storage-unavailable' });
  expect(asked).toEqual([]);
});

test('gives the model its own pictures back with the next question, and the same bytes every time', async () => {
  const { call } = fileCall();
  const text = (words: string): Part => ({ type: 'text', id: 't', text: words });
  const drawn: Part = { type: 'file', id: 'f', fileId: 'png', name: 'picture-1.png', mediaType: 'image/png', bytes: 10 };
  const messages: ModelMessage[] = [
    { role: 'user', parts: [text('Draw.')] },
    { role: 'assistant', parts: [text('Here.'), drawn] },
    { role: 'user', parts: [text('Darker.')] },
  ];
  const sent = await replayer.stream(ok, { ...call, messages });
  expect(leftOut(sent.events)).toEqual([]);
  const asked = messagesOf(sent, 0);
  expect(asked).toEqual([
    { role: 'user', content: 'Draw.' },
    { role: 'assistant', content: 'Here.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: '[The assistant made this file in the answer before.]' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${base64Of('png')}` } },
        { type: 'text', text: 'Darker.' },
      ],
    },
  ]);
  const later = [...messages, { role: 'assistant' as const, parts: [text('So?')] }, { role: 'user' as const, parts: [text('Yes.')] }];
  expect(messagesOf(await replayer.stream(ok, { ...call, messages: later }), 0).slice(0, 3)).toEqual(asked);
});
