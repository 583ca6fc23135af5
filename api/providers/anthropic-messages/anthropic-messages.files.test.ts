import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64Of, fileCall, goneAsText, leftOut } from '../contract/file-call.ts';
import { startReplayer, type Replayer } from '../contract/replay.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createAnthropicMessagesProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: 'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\ndata: {"type":"message_stop"}\n\n' };

/** The content blocks of the vendor's reference for Messages: image and document, base64 and text. */
const expected: Anthropic.ContentBlockParam[] = [
  { type: 'text', text: 'Look at these:' },
  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64Of('png') } },
  {
    type: 'document',
    title: 'report.pdf',
    citations: { enabled: true },
    source: { type: 'base64', media_type: 'application/pdf', data: base64Of('pdf') },
  },
  {
    type: 'document',
    title: 'notes.md',
    citations: { enabled: true },
    source: { type: 'text', media_type: 'text/plain', data: 'Buy milk.\nCall Ada.' },
  },
  { type: 'text', text: goneAsText },
  { type: 'text', text: 'What do you see?' },
];

test('sends images, PDF and words in their places, and says what is left out', async () => {
  const { call, loaded } = fileCall();
  const { asked, events } = await replayer.stream(ok, call);
  expect(asked[0]?.body['messages']).toEqual([{ role: 'user', content: expected }]);
  expect(leftOut(events).toSorted()).toEqual(['all.zip', 'gone.txt', 'letter.docx', 'song.mp3']);
  expect(loaded.toSorted()).toEqual(['gone', 'notes', 'pdf', 'png']);
});

test('asks for no citations where the form of the answer is promised, and of a model that has none', async () => {
  const { call } = fileCall();
  const schema = { type: 'object', properties: {} };
  const formed = await replayer.stream(ok, { ...call, responseFormat: { type: 'json_schema', name: 'a', schema } });
  expect(JSON.stringify(formed.asked[0]?.body)).not.toContain('citations');
  const message = 'messages.0.content.2.document: citations are not supported by this model';
  const refused = { status: 400, body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }) };
  const { asked, error } = await replayer.stream([refused, ok], call);
  expect(error).toBeUndefined();
  expect(asked).toHaveLength(2);
  expect(JSON.stringify(asked[1]?.body)).not.toContain('citations');
  expect(JSON.stringify(asked[1]?.body)).toContain('"title":"report.pdf"');
});
