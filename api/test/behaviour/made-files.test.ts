import { uuidv7 } from '@parley/chat-core';
import type { Message, PartOf } from '@parley/contracts';
import { fakePicture, fakePrompt, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from '../world.ts';
import { endOf, fetchFile, sendParts, type SentTurn } from './file-calls.ts';
import { openLive } from './live.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;
beforeAll(async () => {
  fake = await startFakeProvider();
  here = await world({
    env: {
      OPENAI_API_KEY: 'sk-operator',
      OPENAI_BASE_URL: fake.openAiUrl,
      GOOGLE_KEY: 'k',
      GOOGLE_REVERSE_PROXY: fake.url,
      TITLE_CONVO: 'false',
    },
  });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

const [openAi, google] = [{ model: { endpoint: 'openAI', id: 'fake-large' } }, { model: { endpoint: 'google', id: 'gemini-3-pro-image' } }];
const words = (text: string): { type: 'text'; text: string }[] => [{ type: 'text', text }];
const picture = fakePicture(320, 200, 1);
const filesOf = ({ parts }: Message): PartOf<'file'>[] => parts.filter((part): part is PartOf<'file'> => part.type === 'file');

async function draw(more: object, script: object = {}): Promise<{ sent: SentTurn; answer: Message }> {
  const sent = await sendParts(anna, words(fakePrompt({ text: 'Here it is.', pictures: 1, ...script }, 'Draw.')), { ...more });
  expect(sent.status, JSON.stringify(sent.body)).toBe(201);
  return { sent, answer: await endOf(anna, sent) };
}

test.each([
  ['Chat Completions', openAi],
  ['Gemini', google],
])('a picture that a model makes with %s is a file of the answer, whose bytes are nowhere else', async (_, more) => {
  const { sent, answer } = await draw(more);
  expect(answer.status).toBe('done');
  const [file] = filesOf(answer);
  expect(file).toMatchObject({ name: 'picture-1.png', mediaType: 'image/png', bytes: picture.length, width: 320, height: 200 });
  const got = await fetchFile(here, anna, file!.fileId);
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(picture);
  expect((await fetchFile(here, await here.signUp('Eve'), file!.fileId)).status).toBe(404);
  expect((await anna.call('DELETE', `/api/files/${file!.fileId}`)).status).toBe(409);

  using live = await openLive(here.url, anna.token, [`turn:${sent.turnId}`]);
  await live.until(() => live.events(sent.turnId).some(({ type }) => type === 'turn-end'));
  expect(live.events(sent.turnId).find(({ type }) => type === 'file')).toMatchObject({ fileId: file!.fileId, width: 320 });
  expect(JSON.stringify([live.events(sent.turnId), answer])).not.toContain(picture.toString('base64').slice(0, 40));
});

async function goOn(sent: SentTurn, more: object): Promise<{ messages?: unknown; contents?: unknown }> {
  const text = `And now? ${uuidv7()}`;
  const next = await sendParts(anna, words(text), { parentId: sent.answerId, create: undefined, ...more }, sent.conversationId);
  expect((await endOf(anna, next)).status).toBe('done');
  return (await fake.request(({ body }) => JSON.stringify(body).includes(text))).body;
}

test('the next turn sends the picture back, as the format has a place for it', async () => {
  const base64 = picture.toString('base64');
  const chat = await goOn((await draw(openAi)).sent, openAi);
  expect(chat.messages).toMatchObject([
    { role: 'user' },
    { role: 'assistant', content: 'Here it is.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: '[The assistant made this file in the answer before.]' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } },
        { type: 'text' },
      ],
    },
  ]);
  const gemini = await goOn((await draw(google)).sent, google);
  expect(gemini.contents).toMatchObject([
    { role: 'user' },
    { role: 'model', parts: [{ text: 'Here it is.' }, { inlineData: { mimeType: 'image/png', data: base64 }, thoughtSignature: /./ }] },
    { role: 'user' },
  ]);
});

test('an answer that breaks off behind a picture keeps it', async () => {
  const { answer } = await draw(openAi, { text: '', pictures: 2, done: false, finish: '' });
  expect(filesOf(answer).map(({ name }) => name)).toEqual(['picture-1.png', 'picture-2.png']);
});

test('a copy keeps the picture when the original is gone', async () => {
  const { sent, answer } = await draw(openAi);
  const newId = uuidv7();
  expect((await anna.call('POST', `/api/conversations/${sent.conversationId}/copy`, { body: { newId } })).status).toBeLessThan(300);
  await anna.call('DELETE', `/api/conversations/${sent.conversationId}`);
  const { fileId } = filesOf(answer)[0]!;
  const page = (await anna.call('GET', `/api/conversations/${newId}/messages`)).body as { messages: Message[] };
  expect(page.messages.flatMap(filesOf)).toMatchObject([{ fileId }]);
  expect((await fetchFile(here, anna, fileId)).status).toBe(200);
});
