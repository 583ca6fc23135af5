import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64Of, fileCall, goneAsText, leftOut, notesAsText } from '../contract/file-call.ts';
import { startReplayer, type Replayer } from '../contract/replay.ts';
import { createOllamaProvider } from './create-ollama-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOllamaProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: '{"message":{"role":"assistant","content":"ok"},"done":true,"done_reason":"stop"}\n' };

/** `images` of a message, as the reference of `/api/chat` has them. */
test('sends images beside the words, and says what is left out', async () => {
  const { call } = fileCall();
  const { asked, events } = await replayer.stream(ok, call);
  expect(asked[0]?.body['messages']).toEqual([
    {
      role: 'user',
      content: ['Look at these:', notesAsText, goneAsText, 'What do you see?'].join('\n\n'),
      images: [base64Of('png')],
    },
  ]);
  expect(leftOut(events).toSorted()).toEqual(['all.zip', 'gone.txt', 'letter.docx', 'report.pdf', 'song.mp3']);
});

test('two questions in a row keep the images of both', async () => {
  const { call } = fileCall();
  const image = call.messages![0]!.parts[1]!;
  const { asked } = await replayer.stream(ok, {
    ...call,
    messages: [
      { role: 'user', parts: [image] },
      { role: 'user', parts: [image, { type: 'text', id: 't', text: 'And this?' }] },
    ],
  });
  expect(asked[0]?.body['messages']).toMatchObject([{ role: 'user', images: [base64Of('png'), base64Of('png')] }]);
});
