import { createHash } from 'node:crypto';
import { uuidv7 } from '@parley/chat-core';
import type { Message, Part } from '@parley/contracts';
import { startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from '../world.ts';
import { endOf, fetchFile, png, sendParts, upload } from './file-calls.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;
beforeAll(async () => {
  fake = await startFakeProvider();
  here = await world({ env: { OPENAI_API_KEY: 'sk-operator', OPENAI_BASE_URL: fake.openAiUrl, TITLE_CONVO: 'false' } });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

const fakeModel = { model: { endpoint: 'openAI', id: 'fake-large' } };

test('a file that was brought comes back byte by byte, with what was found in it', async () => {
  const { status, file } = await upload(here, anna, 'cat.png', png, { 'content-type': 'text/html' });
  expect(status).toBe(201);
  const sha256 = createHash('sha256').update(png).digest('hex');
  expect(file).toMatchObject({ name: 'cat.png', mediaType: 'image/png', bytes: png.length, sha256, width: 1, height: 1 });
  const answer = await fetchFile(here, anna, file.id);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('content-disposition')).toBe('inline; filename="cat.png"');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
});

test('a reader may ask for a part, and whether what it has still counts', async () => {
  const { file } = await upload(here, anna, 'notes.txt', '0123456789');
  const etag = `"${file.sha256}"`;
  const ask = async (headers: Record<string, string>): Promise<[number, string | null, string]> => {
    const answer = await fetchFile(here, anna, file.id, headers);
    return [answer.status, answer.headers.get('content-range'), await answer.text()];
  };
  expect(await ask({ 'if-none-match': etag })).toEqual([304, null, '']);
  expect(await ask({ range: 'bytes=2-4' })).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await ask({ range: 'bytes=-3' })).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await ask({ range: 'bytes=8-' })).toEqual([206, 'bytes 8-9/10', '89']);
  expect(await ask({ range: 'bytes=10-' })).toEqual([416, 'bytes */10', '']);
  expect(await ask({ range: 'bytes=0-1,3-4' })).toEqual([200, null, '0123456789']);
  expect(await ask({ range: 'bytes=2-4', 'if-range': '"other"' })).toEqual([200, null, '0123456789']);
  const head = await fetch(`${here.url}/api/files/${file.id}`, { method: 'HEAD', headers: { authorization: `Bearer ${anna.token}` } });
  expect([head.status, head.headers.get('content-length'), head.headers.get('content-type')]).toEqual([
    200,
    '10',
    'text/plain; charset=utf-8',
  ]);
});

test('the model receives the files of a message, and the message keeps them', async () => {
  const [image, notes] = [await upload(here, anna, 'cat.png', png), await upload(here, anna, 'notes.md', '# Milk\n')];
  const sent = await sendParts(
    anna,
    [
      { type: 'file', fileId: image.file.id },
      { type: 'file', fileId: notes.file.id },
      { type: 'text', text: 'What is this?' },
    ],
    fakeModel,
  );
  expect(sent.status).toBe(201);
  expect((await endOf(anna, sent)).status).toBe('done');
  const asked = await fake.request((request) => JSON.stringify(request.body).includes('What is this?'));
  const content = (asked.body['messages'] as { role: string; content: unknown }[]).find(({ role }) => role === 'user')?.content;
  expect(content).toEqual([
    { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
    { type: 'text', text: '[File "notes.md"]\n# Milk\n\n[End of file "notes.md"]' },
    { type: 'text', text: 'What is this?' },
  ]);
  const { body } = await anna.call('GET', `/api/conversations/${sent.conversationId}/messages/${sent.userMessageId}`);
  expect((body as Message).parts).toEqual([
    { type: 'file', id: 'p1', fileId: image.file.id, name: 'cat.png', mediaType: 'image/png', bytes: png.length, width: 1, height: 1 },
    { type: 'file', id: 'p2', fileId: notes.file.id, name: 'notes.md', mediaType: 'text/markdown', bytes: 7 },
    { type: 'text', id: 'p3', text: 'What is this?' },
  ]);
});

test('a message may be nothing but a file, and a repeated request begins one turn', async () => {
  const { file } = await upload(here, anna, 'only.txt', 'Only this.');
  const conversationId = uuidv7();
  const ids = { turnId: uuidv7(), answerId: uuidv7(), userMessageId: uuidv7() };
  const parts = [{ type: 'file' as const, fileId: file.id }];
  const [first, second] = [
    await sendParts(anna, parts, { ...fakeModel, ...ids }, conversationId),
    await sendParts(anna, parts, { ...fakeModel, ...ids }, conversationId),
  ];
  expect([first.status, second.status]).toEqual([201, 201]);
  await endOf(anna, { ...first, ...ids });
  expect(fake.requests.filter((request) => JSON.stringify(request.body).includes('Only this.'))).toHaveLength(1);
});

test('a copy keeps its files when the original is gone, and both can be read', async () => {
  const { file } = await upload(here, anna, 'kept.txt', 'Kept.');
  const sent = await sendParts(anna, [{ type: 'file', fileId: file.id }], fakeModel);
  await endOf(anna, sent);
  const newId = uuidv7();
  expect((await anna.call('POST', `/api/conversations/${sent.conversationId}/copy`, { body: { newId } })).status).toBeLessThan(300);
  await anna.call('DELETE', `/api/conversations/${sent.conversationId}`);
  const page = (await anna.call('GET', `/api/conversations/${newId}/messages`)).body as { messages: Message[] };
  const copied = page.messages.flatMap(({ parts }) => parts as Part[]).find((part) => part.type === 'file');
  expect(copied).toMatchObject({ fileId: file.id });
  expect(await (await fetchFile(here, anna, file.id)).text()).toBe('Kept.');
});

test('what was not sent can be taken back, what was sent cannot', async () => {
  const [unsent, sent] = [await upload(here, anna, 'a.txt', 'a'), await upload(here, anna, 'b.txt', 'b')];
  await sendParts(anna, [{ type: 'file', fileId: sent.file.id }]);
  expect((await anna.call('DELETE', `/api/files/${unsent.file.id}`)).status).toBe(204);
  expect((await fetchFile(here, anna, unsent.file.id)).status).toBe(404);
  const again = await anna.call('DELETE', `/api/files/${unsent.file.id}`);
  expect([again.status, (again.body as { error: { code: string } }).error.code]).toEqual([404, 'file.not-found']);
  const used = await anna.call('DELETE', `/api/files/${sent.file.id}`);
  expect([used.status, (used.body as { error: { code: string } }).error.code]).toEqual([409, 'file.in-use']);
});

test('a message that waits may be given other files', async () => {
  const [one, two] = [await upload(here, anna, 'one.txt', 'one'), await upload(here, anna, 'two.txt', 'two')];
  const running = await sendParts(anna, [{ type: 'text', text: '[[fake tokens=400 rate=20]]' }], fakeModel);
  const waiting = await sendParts(
    anna,
    [{ type: 'file', fileId: one.file.id }],
    { ...fakeModel, parentId: running.answerId, create: undefined },
    running.conversationId,
  );
  expect(waiting.status).toBe(201);
  const edited = await anna.call('PATCH', `/api/turns/${waiting.turnId}`, {
    body: {
      parts: [
        { type: 'file', fileId: two.file.id },
        { type: 'text', text: 'Rather this' },
      ],
    },
  });
  expect([edited.status, (edited.body as Message).parts[0]]).toMatchObject([200, { type: 'file', name: 'two.txt' }]);
  const foreign = await upload(here, await here.signUp(), 'x.txt', 'x');
  const refused = await anna.call('PATCH', `/api/turns/${waiting.turnId}`, {
    body: { parts: [{ type: 'file', fileId: foreign.file.id }] },
  });
  expect([refused.status, (refused.body as { error: { code: string } }).error.code]).toEqual([404, 'file.not-found']);
  await anna.call('POST', `/api/turns/${running.turnId}/stop`);
});

test("an operator's rules hold at the door and for each endpoint", async () => {
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
  const path = await import('node:path');
  const folder = await mkdtemp('/tmp/parley-rules-');
  const file = path.join(folder, 'librechat.yaml');
  await writeFile(
    file,
    [
      'version: 1.3.0',
      'fileConfig:',
      '  serverFileSizeLimit: 1',
      '  endpoints:',
      '    default:',
      '      fileLimit: 2',
      "      supportedMimeTypes: ['^image/', '^text/plain$']",
      '    demo:',
      '      fileLimit: 1',
      "      supportedMimeTypes: ['^text/plain$']",
      '',
    ].join('\n'),
  );
  await using strict = await world({ env: { CONFIG_PATH: file } });
  const bob = await strict.signUp();
  expect(await upload(strict, bob, 'big.txt', Buffer.alloc(1_048_577, 'a'))).toMatchObject({
    status: 413,
    code: 'file.too-large',
    params: { limit: 1_048_576 },
  });
  expect(await upload(strict, bob, 'a.zip', Buffer.from('UEsDBAoAAAAAAAAAAAAAAAAAAAAAAAAA', 'base64'))).toMatchObject({
    status: 415,
    code: 'file.type-refused',
  });
  const [picture, one, two] = [
    await upload(strict, bob, 'cat.png', png),
    await upload(strict, bob, '1.txt', '1'),
    await upload(strict, bob, '2.txt', '2'),
  ];
  const codeOf = async (...files: { file: { id: string } }[]): Promise<unknown> => {
    const parts = files.map(({ file: { id } }) => ({ type: 'file' as const, fileId: id }));
    return ((await sendParts(bob, parts)).body as { error?: { code: string } }).error?.code;
  };
  const rules = { disabled: false, maxFiles: 2, maxBytes: 1_048_576, types: ['^image/', '^text/plain$'] };
  expect(((await strict.call('GET', '/api/config')).body as { files: unknown }).files).toMatchObject({
    any: rules,
    endpoints: { default: rules, demo: { ...rules, maxFiles: 1, types: ['^text/plain$'] } },
  });
  expect(await codeOf(picture)).toBe('file.type-refused');
  expect(await codeOf(one, two)).toBe('file.too-many');
  expect(await codeOf(one)).toBeUndefined();
  await rm(folder, { recursive: true });
});
