import { randomBytes, randomUUID } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import { startS3 } from '../../packages/test-kit/src/servers/start-s3.ts';
import type { Bench } from '../lib/bench.ts';
import { startSut, type Sut } from '../lib/processes.ts';
import { measured, notRun, type Row } from '../lib/report.ts';
import { pause, signUp, type Account } from '../lib/visitor.ts';

/** As large as a file may be; as many people as may bring so many at once without being held back. */
const fileBytes = 20_000_000;
const people = 4;
const filesEach = 5;
const total = (fileBytes * people * filesEach) / 1e6;

/** The most that a process held while something ran, above what it held before, in megabytes. */
async function growth(sut: Sut, work: () => Promise<void>): Promise<{ readonly seconds: number; readonly grown: number }> {
  const before = await sut.rss();
  let most = before;
  let isOver = false;
  const watch = async (): Promise<void> => {
    while (!isOver) {
      most = Math.max(most, await sut.rss());
      await pause(50);
    }
  };
  const watching = watch();
  const began = performance.now();
  try {
    await work();
    return { seconds: (performance.now() - began) / 1_000, grown: (most - before) / 1e6 };
  } finally {
    isOver = true;
    await watching;
  }
}

async function upload(url: string, { token }: Account, content: Buffer): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${url}/api/files?name=bench.bin`, { method: 'POST', headers, body: new Uint8Array(content) });
  if (answer.status !== 201) throw new Error(`an upload answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

async function download(url: string, { token }: Account, id: string): Promise<void> {
  const answer = await fetch(`${url}/api/files/${id}`, { headers: { authorization: `Bearer ${token}` } });
  let bytes = 0;
  for await (const chunk of answer.body ?? []) bytes += chunk.byteLength;
  if (bytes !== fileBytes) throw new Error(`a download of ${bytes} bytes answered ${answer.status}`);
}

async function measure(store: string, env: Readonly<Record<string, string>>, log: Bench['log']): Promise<Row[]> {
  await using sut = await startSut({ env });
  const accounts: Account[] = [];
  for (let person = 0; person < people; person += 1) accounts.push(await signUp(sut.url, `files-${person}`));
  const content = randomBytes(fileBytes);
  // Compiled code is what a server runs.
  await download(sut.url, accounts[0]!, await upload(sut.url, accounts[0]!, content));

  const kept: { readonly account: Account; readonly id: string }[] = [];
  const each = accounts.flatMap((account) => Array.from({ length: filesEach }, () => account));
  const up = await growth(sut, async () => {
    await Promise.all(each.map(async (account) => void kept.push({ account, id: await upload(sut.url, account, content) })));
  });
  const down = await growth(sut, async () => {
    await Promise.all(kept.map(({ account, id }) => download(sut.url, account, id)));
  });
  log(`${store}: up ${JSON.stringify(up)}, down ${JSON.stringify(down)}`);
  const row = (way: string, { seconds, grown }: typeof up): Row =>
    measured({
      metric: `files ${way}, ${store}`,
      value: total / seconds,
      unit: 'MB/s',
      more: true,
      note: `${people * filesEach} of ${fileBytes / 1e6} MB at once; RSS grows by ${grown.toFixed(0)} MB`,
    });
  return [row('up', up), row('down', down)];
}

/** How fast twenty large files come in and go out at once, and what the server holds of them meanwhile: in a folder, and in a bucket. */
export async function files({ log }: Bench): Promise<Row[]> {
  const rows = await measure('folder', {}, log);
  await using server = await startS3();
  if (server === null) return [...rows, notRun('files, S3', 'no server that speaks S3')];
  const { endpoint, credentials } = server;
  const bucket = `bench-${randomUUID()}`;
  const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  await s3.createBucket({ Bucket: bucket });
  s3.destroy();
  const env = {
    FILES_STORE: 's3',
    AWS_BUCKET_NAME: bucket,
    AWS_ENDPOINT_URL: endpoint,
    AWS_FORCE_PATH_STYLE: 'true',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return [...rows, ...(await measure('S3', env, log))];
}
