import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { startS3, type S3Server } from '@parley/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../cli/doctor.ts';
import { fetchFile, png, sendParts, upload } from '../behaviour/file-calls.ts';
import { innerWorld, visitorsOf } from '../world.ts';
import { runCli, runServer, startServer } from './run-parley.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'parley-files-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const people = (url: string) => ({ url, ...visitorsOf(url, null) });
const mark = '.parley-installation';

async function findings(env: Readonly<Record<string, string>>): Promise<unknown[]> {
  let said = '';
  await doctor({ json: true }, (text) => (said = text), env);
  const { findings: rows } = JSON.parse(said) as { findings: { check: string; level: string; said: string }[] };
  return rows.filter(({ check }) => check === 'files').map(({ level, said: words }) => [level, words]);
}

test(
  'the first start marks the folder; without the mark, or with another, nobody starts, and doctor says why',
  { timeout: 120_000 },
  async () => {
    const [data, files] = [path.join(folder, 'data'), path.join(folder, 'share')];
    const env = { FILES_DIR: files };
    const first = await startServer(data, env);
    const here = people(first.url);
    const anna = await here.signUp();
    const { file } = await upload(here as never, anna, 'cat.png', png);
    await first.end('SIGTERM');
    const id = (await readFile(path.join(files, mark), 'utf8')).trim();
    expect(await findings({ DATA_DIR: data, ...env })).toEqual([['ok', `${files} belongs to this installation.`]]);

    await rm(path.join(files, mark));
    const lost = await runServer(data, env);
    expect([lost.code, lost.err.split('\n').at(-1)]).toEqual([
      1,
      expect.stringMatching(
        /^Parley cannot start: The files cannot be used \(folder .*share\): .*has no file .*Is the share mounted\?.*write [0-9a-f-]{36} into it/,
      ),
    ]);
    expect(await findings({ DATA_DIR: data, ...env })).toEqual([['fail', expect.stringContaining('files were kept before')]]);

    await writeFile(path.join(files, mark), `${randomUUID()}\n`);
    const foreign = await runServer(data, env);
    expect([foreign.code, foreign.err]).toEqual([1, expect.stringContaining('belongs to another installation')]);
    expect(await findings({ DATA_DIR: data, ...env })).toEqual([['fail', expect.stringContaining('another installation')]]);

    await writeFile(path.join(files, mark), `${id}\n`);
    const again = await startServer(data, env);
    const back = people(again.url);
    expect(Buffer.from(await (await fetchFile(back as never, anna, file.id)).arrayBuffer())).toEqual(png);
    await again.end('SIGTERM');
  },
);

test('a backup brings the files back with what is known of them', { timeout: 120_000 }, async () => {
  const [data, target, archive] = [path.join(folder, 'home'), path.join(folder, 'restored'), path.join(folder, 'backup.tar')];
  const server = await startServer(data);
  const here = people(server.url);
  const anna = await here.signUp();
  const { file } = await upload(here as never, anna, 'cat.png', png);
  await sendParts(anna, [{ type: 'file', fileId: file.id }]);
  const made = await runCli(data, ['backup', archive]);
  expect([made.code, made.err]).toEqual([0, '']);
  await server.end('SIGTERM');

  const restored = await runCli(data, ['restore', archive, '--to', target]);
  expect([restored.code, restored.err]).toEqual([0, '']);
  const other = await startServer(target);
  const there = people(other.url);
  expect(Buffer.from(await (await fetchFile(there as never, anna, file.id)).arrayBuffer())).toEqual(png);
  await other.end('SIGTERM');
});

test('what nobody sent is gone after a day, its bytes with it; what was sent stays', async () => {
  let late = 0;
  await using here = await innerWorld({ overrides: { now: () => Date.now() + late } });
  const anna = await here.signUp();
  const [unsent, sent] = [await upload(here, anna, 'unsent.txt', 'x'), await upload(here, anna, 'sent.txt', 'y')];
  await sendParts(anna, [{ type: 'file', fileId: sent.file.id }]);
  const { sweepFiles } = await import('../../services/files/sweep-files.ts');
  const files = { storage: here.context.storage, blobs: here.context.blobs, now: () => Date.now() + late };
  const sweep = (): Promise<number> => sweepFiles(files, new AbortController().signal);
  expect(await sweep()).toBe(0);
  late = 86_400_001;
  expect(await sweep()).toBe(1);
  late = 0;
  expect([(await fetchFile(here, anna, unsent.file.id)).status, (await fetchFile(here, anna, sent.file.id)).status]).toEqual([404, 200]);
  const kept = await readdir(path.join(here.dataDir, 'files'), { recursive: true });
  expect(kept.filter((name) => /[0-9a-f-]{36}$/.test(name)).map((name) => path.basename(name))).toEqual([sent.file.id]);
});

const server = await startS3();
describe.skipIf(server === null)('files in a bucket', { timeout: 120_000 }, () => {
  const { endpoint, credentials } = server as S3Server;
  afterAll(() => server?.[Symbol.asyncDispose]());

  test('are brought, read, sent and taken back, and the bucket is marked', async () => {
    const bucket = `t-${randomUUID()}`;
    const bare = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
    await bare.createBucket({ Bucket: bucket });
    const env = {
      FILES_STORE: 's3',
      AWS_BUCKET_NAME: bucket,
      AWS_ENDPOINT_URL: endpoint,
      AWS_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    await using here = await innerWorld({ env });
    const anna = await here.signUp();
    const [one, two] = [await upload(here, anna, 'cat.png', png), await upload(here, anna, 'two.txt', 'two')];
    expect(Buffer.from(await (await fetchFile(here, anna, one.file.id)).arrayBuffer())).toEqual(png);
    const part = await fetchFile(here, anna, two.file.id, { range: 'bytes=1-1' });
    expect([part.status, await part.text()]).toEqual([206, 'w']);
    expect((await sendParts(anna, [{ type: 'file', fileId: one.file.id }])).status).toBe(201);
    expect((await anna.call('DELETE', `/api/files/${two.file.id}`)).status).toBe(204);
    const { Contents = [] } = await bare.listObjectsV2({ Bucket: bucket });
    expect(Contents.map(({ Key = '' }) => Key).toSorted((a, b) => a.localeCompare(b))).toEqual(
      [mark, `${one.file.id.slice(-2)}/${one.file.id}`].toSorted((a, b) => a.localeCompare(b)),
    );
    expect(await findings({ DATA_DIR: here.dataDir, ...env })).toEqual([['ok', expect.stringContaining('belongs to this installation')]]);
    expect(await findings({ DATA_DIR: here.dataDir, ...env, AWS_SECRET_ACCESS_KEY: 'wrong' })).toEqual([
      ['fail', expect.stringContaining('cannot be used')],
    ]);
    bare.destroy();
  });
});
