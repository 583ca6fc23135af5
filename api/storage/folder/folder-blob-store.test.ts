import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { describeBlobStore } from '../contract/blob-contract.ts';
import { createFolderBlobStore } from './create-folder-blob-store.ts';

const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'parley-blobs-'));
const options = { contentType: 'text/plain', maxBytes: 1_000_000 };

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describeBlobStore('folder', {
  signs: false,
  async place() {
    const folder = path.join(await newFolder(), 'files');
    return {
      open: () => createFolderBlobStore({ folder }),
      witness: (key) => readFile(path.join(folder, key)).catch(() => null),
      leftovers: () => readdir(path.join(folder, '.incoming')).then((names) => names.filter((name) => name.endsWith('.part'))),
      close: () => rm(path.dirname(folder), { recursive: true }),
    };
  },
});

test('lets nobody else of the machine read a file or a folder', async () => {
  const folder = await newFolder();
  const store = await createFolderBlobStore({ folder: path.join(folder, 'x/files') });
  await store.put('a/b', bytesOf('secret'), options);
  await store.claim('home', { fresh: false }).catch(() => undefined);
  const mode = async (name: string): Promise<string> => ((await stat(path.join(folder, 'x/files', name))).mode & 0o777).toString(8);
  expect(await Promise.all(['', 'a', '.incoming', 'a/b'].map(mode))).toEqual(['700', '700', '700', '600']);
  await rm(folder, { recursive: true });
});

test('lets a reader finish what it opened when the blob is replaced or deleted meanwhile', async () => {
  const folder = await newFolder();
  const store = await createFolderBlobStore({ folder });
  const first = 'one '.repeat(100_000);
  await store.put('a', bytesOf(first), options);
  const opened = await store.open('a');
  await store.put('a', bytesOf('two'), options);
  await store.delete('a');
  expect((await buffer(opened!.stream)).toString()).toBe(first);
  await rm(folder, { recursive: true });
});

test('removes what a process that died left unfinished, and spares what another is writing', async () => {
  const folder = await newFolder();
  await createFolderBlobStore({ folder });
  const [old, young] = ['old.part', 'young.part'].map((name) => path.join(folder, '.incoming', name)) as [string, string];
  await Promise.all([writeFile(old, 'x'), writeFile(young, 'x')]);
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await createFolderBlobStore({ folder });
  expect((await readdir(path.join(folder, '.incoming'))).filter((name) => name.endsWith('.part'))).toEqual(['young.part']);
  await rm(folder, { recursive: true });
});

test('says what is wrong when the folder cannot be written', async () => {
  const folder = await newFolder();
  await writeFile(path.join(folder, 'file'), '');
  await expect(createFolderBlobStore({ folder: path.join(folder, 'file/files') })).rejects.toThrow(/FILES_DIR/);
  await rm(folder, { recursive: true });
});

test('calls a store that fails later unavailable, with the reason', async () => {
  const folder = await newFolder();
  const store = await createFolderBlobStore({ folder });
  await rm(path.join(folder, '.incoming'), { recursive: true });
  await expect(store.put('a', bytesOf('x'), options)).rejects.toMatchObject({
    code: 'server.storage-unavailable',
    cause: { code: 'ENOENT' },
  });
  await rm(folder, { recursive: true });
});
