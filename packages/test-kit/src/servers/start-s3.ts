import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTool, missing } from './find-tool.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

/** A server that speaks S3's protocol, reached in path style. Buckets are made by whoever needs one. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** To kill, pause and start it again; null when it is somebody else's (`S3_TEST_URL`). */
  readonly process: ServerProcess | null;
}

const credentials = { accessKeyId: 'parley-test', secretAccessKey: 'parley-test-secret' };

/**
 * An S3 server for tests: the one of `S3_TEST_URL` (`http://KEY:SECRET@host:port`), else versitygw from the PATH or the tools' folder.
 * Null, after a visible line, when there is none.
 */
export async function startS3(): Promise<S3Server | null> {
  const given = process.env['S3_TEST_URL'];
  if (given !== undefined && given !== '') return givenServer(new URL(given));
  const command = findTool('versitygw', 'versitygw-1.0.14/versitygw');
  if (command === null) return missing('S3', 'set S3_TEST_URL, or run scripts/tools/build-versitygw.sh');
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-s3-'));
  const [data, meta] = [path.join(folder, 'data'), path.join(folder, 'meta')];
  await Promise.all([mkdir(data), mkdir(meta)]);
  const { accessKeyId, secretAccessKey } = credentials;
  const server = await startServerProcess({
    name: 'versitygw',
    command,
    args: (port) =>
      `--quiet --access ${accessKeyId} --secret ${secretAccessKey} --port 127.0.0.1:${port} posix --sidecar`.split(' ').concat(meta, data),
  });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials,
    process: server,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function givenServer(url: URL): S3Server {
  const [accessKeyId, secretAccessKey] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    endpoint: url.origin,
    credentials: { accessKeyId, secretAccessKey },
    process: null,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
