import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { limits, type Message, type PartOf } from '@parley/contracts';
import { fakePicture, fakePrompt, freePort, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../crash/random.ts';
import { endOf, fetchFile, sendParts } from '../behaviour/file-calls.ts';
import { openLive } from '../behaviour/live.ts';
import { visitorsOf } from '../world.ts';
import { startServer, type Server } from './run-parley.ts';

const kills = process.env['PARLEY_FULL'] === '1' ? 60 : 6;
const seed = 20_261_129;
const pictures = limits.madeFiles;

let folder = '';
let fake: Awaited<ReturnType<typeof startFakeProvider>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-made-'));
  fake = await startFakeProvider();
});
afterAll(async () => {
  await fake.close();
  await rm(folder, { recursive: true, force: true });
});

test(
  `pictures that are being stored when the server is killed are whole or not there, in ${kills} kills (seed ${seed})`,
  { timeout: 60_000 + kills * 10_000 },
  async () => {
    const env = {
      PORT: String(await freePort()),
      OPENAI_API_KEY: 'sk-made',
      OPENAI_BASE_URL: fake.openAiUrl,
      TITLE_CONVO: 'false',
      REGISTER_MAX: '1000',
    };
    let server: Server = await startServer(folder, env);
    const here = { url: server.url, ...visitorsOf(server.url, null) };
    const anna = await here.signUp();
    const random = createRandom(seed, 0);
    const [kept, lost]: [number[], number[]] = [[], []];
    for (let round = 0; round < kills; round += 1) {
      const words = { type: 'text' as const, text: fakePrompt({ text: 'Here they are.', pictures }, 'Draw.') };
      const sent = await sendParts(anna, [words], { model: { endpoint: 'openAI', id: 'fake-large' } });
      expect(sent.status, JSON.stringify(sent.body)).toBe(201);
      const [shown, wait] = [Math.floor(random.between(1, pictures - 8)), random.between(0, 20)];
      {
        using live = await openLive(here.url, anna.token, [`turn:${sent.turnId}`]);
        await live.until(() => live.events(sent.turnId).filter(({ type }) => type === 'file').length >= shown);
        await new Promise((resolve) => setTimeout(resolve, wait));
        await server.end('SIGKILL');
      }
      server = await startServer(folder, env);

      const answer: Message = await endOf(anna, sent);
      const files = answer.parts.filter((part): part is PartOf<'file'> => part.type === 'file');
      expect(['interrupted', 'done']).toContain(answer.status);
      if (answer.status === 'done') expect(files).toHaveLength(pictures);
      expect(files.map(({ name }) => name)).toEqual(files.map((_, index) => `picture-${index + 1}.png`));
      for (const [index, { fileId }] of files.entries()) {
        const got = await fetchFile(here as never, anna, fileId);
        expect([round, index, got.status]).toEqual([round, index, 200]);
        expect(Buffer.from(await got.arrayBuffer()).equals(fakePicture(320, 200, index + 1))).toBe(true);
      }
      kept.push(files.length);
      // How old what is lost may be is held against the clock in the crash tests.
      if (files.length < shown) lost.push(shown - files.length);
      // With its chat everything goes that is of it, also what was stored and not shown any more.
      expect((await anna.call('DELETE', `/api/conversations/${sent.conversationId}`)).status).toBeLessThan(300);
    }
    await server.end('SIGTERM');
    console.log(`pictures kept of ${pictures}, by kill: ${kept.join(' ')}; shown before it and lost: ${lost.join(' ') || 'none'}`);
    expect(
      kept.some((count) => count > 0 && count < pictures),
      'a kill in the middle of storing',
    ).toBe(true);
  },
);
