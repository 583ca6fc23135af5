import type OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64Of, docxType, fileCall, goneAsText, leftOut, notesAsText } from '../contract/file-call.ts';
import { startReplayer, type Replayer } from '../contract/replay.ts';
import { createOpenAiResponsesProvider } from './create-openai-responses-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiResponsesProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: 'data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[]}}\n\n' };

/** The input items of the vendor's reference for Responses: input_text, input_image, input_file. */
const expected: OpenAI.Responses.ResponseInputContent[] = [
  { type: 'input_text', text: 'Look at these:' },
  { type: 'input_image', image_url: `data:image/png;base64,${base64Of('png')}`, detail: 'auto' },
  { type: 'input_file', filename: 'report.pdf', file_data: `data:application/pdf;base64,${base64Of('pdf')}` },
  { type: 'input_text', text: notesAsText },
  { type: 'input_file', filename: 'letter.docx', file_data: `data:${docxType};base64,${base64Of('docx')}` },
  { type: 'input_text', text: goneAsText },
  { type: 'input_text', text: 'What do you see?' },
];

test('sends images and documents in their places, words as text, and says what is left out', async () => {
  const { call, loaded } = fileCall();
  const { asked, events } = await replayer.stream(ok, call);
  expect(asked[0]?.body['input']).toEqual([{ role: 'user', content: expected }]);
  expect(leftOut(events).toSorted()).toEqual(['all.zip', 'gone.txt', 'song.mp3']);
  expect(loaded.toSorted()).toEqual(['docx', 'gone', 'notes', 'pdf', 'png']);
});
