import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64Of, fileCall, goneAsText, leftOut, notesAsText } from '../contract/file-call.ts';
import { startReplayer, type Replayer } from '../contract/replay.ts';
import { createCohereProvider } from './create-cohere-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createCohereProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: 'data: {"type":"message-end","delta":{"finish_reason":"COMPLETE"}}\n\n' };

/** The content of a user's message in the reference of `/v2/chat`: text and image_url. */
test('sends images in their places, words as text, and says what is left out', async () => {
  const { call } = fileCall();
  const { asked, events } = await replayer.stream(ok, call);
  expect(asked[0]?.body['messages']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look at these:' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${base64Of('png')}` } },
        { type: 'text', text: notesAsText },
        { type: 'text', text: goneAsText },
        { type: 'text', text: 'What do you see?' },
      ],
    },
  ]);
  expect(leftOut(events).toSorted()).toEqual(['all.zip', 'gone.txt', 'letter.docx', 'report.pdf', 'song.mp3']);
});
