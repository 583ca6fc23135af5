import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ForeignBlobStoreError, type BlobStore } from '../ports/blobs.ts';

interface BlobContractPlace {
  /** Another node's handle on the same store. */
  open(): Promise<BlobStore>;
  /** An independent look: the bytes that lie under a key, or null. */
  witness(key: string): Promise<Buffer | null>;
  /** What lies there unfinished, by its names. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface BlobContract {
  /** A new and empty store. */
  place(): Promise<BlobContractPlace>;
  /** Whether it makes addresses of its own. */
  readonly signs: boolean;
  /** A server that only stands in for the real one: it ignores what an address says of type and name, and pages wrongly around `-`. */
  readonly standIn?: boolean;
}

const options = { contentType: 'application/octet-stream', maxBytes: 64 * 2 ** 20 };
const newKey = (): string => `t/${randomUUID().replaceAll('-', '')}`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* pieces(bytes: Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* breaking(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield* pieces(bytes);
  throw new Error('the sender is gone');
}

/** What every store of blobs promises. */
export function describeBlobStore(name: string, { place: makePlace, signs, standIn = false }: BlobContract): void {
  describe(`blob store: ${name}`, () => {
    let place: BlobContractPlace;
    let store: BlobStore;
    beforeAll(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterAll(async () => {
      await store[Symbol.asyncDispose]();
      await place.close();
    });
    const read = async (key: string, range?: { offset: number; length?: number }): Promise<Buffer | null> => {
      const opened = await store.open(key, range);
      return opened === null ? null : buffer(opened.stream);
    };

    test.each([0, 1, 65_537, 11 * 2 ** 20])('keeps %i bytes as they are', async (size) => {
      const key = newKey();
      const bytes = randomBytes(size);
      const before = Date.now();
      expect(await store.put(key, pieces(bytes), options)).toEqual({ size, sha256: sha256(bytes) });
      expect((await place.witness(key))?.equals(bytes)).toBe(true);
      expect((await read(key))?.equals(bytes)).toBe(true);
      const found = await store.stat(key);
      expect(found).toMatchObject({ key, size });
      expect(Math.abs(found!.storedAt - before)).toBeLessThan(60_000);
    });

    test('reads ranges, cut to what there is', async () => {
      const key = newKey();
      await store.put(key, pieces(Buffer.from('0123456789')), options);
      const text = async (offset: number, length?: number): Promise<string | undefined> =>
        (await read(key, length === undefined ? { offset } : { offset, length }))?.toString();
      expect(await Promise.all([text(0, 1), text(3, 4), text(7), text(8, 100), text(10), text(50, 5), text(2, 0)])).toEqual([
        '0',
        '3456',
        '789',
        '89',
        '',
        '',
        '',
      ]);
      const opened = await store.open(key, { offset: 3, length: 2 });
      expect(opened?.size).toBe(10);
      opened?.stream.destroy();
    });

    test('knows nothing of what was never put, or was deleted', async () => {
      const key = newKey();
      expect([await store.stat(key), await store.open(key), await store.open(key, { offset: 5 })]).toEqual([null, null, null]);
      await store.delete(key);
      await store.put(key, pieces(Buffer.from('a')), options);
      await store.delete(key);
      await store.delete(key);
      expect([await store.stat(key), await store.open(key), await place.witness(key)]).toEqual([null, null, null]);
    });

    test('takes a second put of a key whole, and lets an open reader finish', async () => {
      const key = newKey();
      const [first, second] = [randomBytes(200_000), randomBytes(300_000)];
      await store.put(key, pieces(first), options);
      await store.put(key, pieces(second), options);
      expect((await read(key))?.equals(second)).toBe(true);
      const racing = [randomBytes(400_000), randomBytes(500_000)];
      await Promise.all(racing.map((bytes) => store.put(key, pieces(bytes), options)));
      const left = await read(key);
      expect(racing.some((bytes) => left?.equals(bytes))).toBe(true);
    });

    test.each([20, 11 * 2 ** 20])('leaves nothing of %i bytes whose source breaks off, that are too many, or are aborted', async (size) => {
      const bytes = randomBytes(size);
      const keys = [newKey(), newKey(), newKey()] as const;
      await expect(store.put(keys[0], breaking(bytes), options)).rejects.toThrow('the sender is gone');
      await expect(store.put(keys[1], pieces(bytes), { ...options, maxBytes: size - 1 })).rejects.toMatchObject({
        code: 'request.too-large',
        params: { limit: size - 1 },
      });
      const abort = new AbortController();
      const stalled = Readable.from([bytes.subarray(0, size - 1)]);
      const source = async function* (): AsyncGenerator<Uint8Array> {
        yield* stalled;
        abort.abort(new Error('no longer wanted'));
        yield bytes.subarray(size - 1);
      };
      await expect(store.put(keys[2], source(), { ...options, signal: abort.signal })).rejects.toThrow('no longer wanted');
      for (const key of keys) expect([await store.stat(key), await place.witness(key)]).toEqual([null, null]);
      expect(await place.leftovers()).toEqual([]);
      expect(await store.put(keys[0], pieces(bytes), { ...options, maxBytes: size })).toMatchObject({ size });
    });

    test('shows nothing of a blob before it is whole', async () => {
      const key = newKey();
      const bytes = randomBytes(6 * 2 ** 20);
      const seen: unknown[] = [];
      const source = async function* (): AsyncGenerator<Uint8Array> {
        yield* pieces(bytes);
        seen.push(
          await store.stat(key),
          (await store.list('', { limit: 1000 })).blobs.some((blob) => blob.key === key),
        );
      };
      await store.put(key, source(), options);
      expect(seen).toEqual([null, false]);
      expect(await store.stat(key)).not.toBeNull();
    });

    test('refuses keys that are not keys, at every verb', async () => {
      for (const key of [
        '',
        '/a',
        'a/',
        'a//b',
        '../a',
        'a/../b',
        './a',
        'A',
        'a.txt',
        'a\\b',
        'a b',
        'a\0',
        'ä',
        '%2e',
        'a'.repeat(201),
      ]) {
        for (const act of [
          () => store.put(key, pieces(Buffer.from('x')), options),
          () => store.open(key),
          () => store.stat(key),
          () => store.delete(key),
          () => store.signedUrl(key, { lifetime: 60, fileName: 'a', contentType: 'text/plain', disposition: 'attachment' }),
        ])
          await expect(act(), key).rejects.toThrow(TypeError);
      }
      await expect(store.list('../', { limit: 10 })).rejects.toThrow(TypeError);
    });

    test('lists by prefix, in pages, in the order of keys, each once', async () => {
      const area = `l${randomUUID().slice(0, 8)}`;
      const names = ['a/1', 'a/2/x', 'a/2/y', 'a0', 'a_', 'b', 'c/1', ...(standIn ? [] : ['a-b'])];
      const keys = names.map((each) => `${area}/${each}`).sort();
      for (const key of keys.toReversed()) await store.put(key, pieces(Buffer.from(key)), options);
      const listed = async (prefix: string, limit: number): Promise<string[]> => {
        const found: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<BlobStore['list']>> = await store.list(prefix, { cursor, limit });
          expect(page.blobs.length).toBeLessThanOrEqual(limit);
          for (const blob of page.blobs) {
            expect(blob.size).toBe(blob.key.length);
            found.push(blob.key);
          }
          cursor = page.next;
        } while (cursor !== null);
        return found;
      };
      for (const limit of [1, 3, 1000]) expect(await listed(`${area}/`, limit)).toEqual(keys);
      expect(await listed(`${area}/a/2`, 1)).toEqual([`${area}/a/2/x`, `${area}/a/2/y`]);
      expect(await listed(`${area}/a`, 2)).toEqual(keys.filter((key) => key.startsWith(`${area}/a`)));
      expect(await listed('nothing-here', 10)).toEqual([]);
    });

    test.runIf(signs)('makes an address that gives the blob, its name and its type, for a while', async () => {
      const key = newKey();
      await store.put(key, pieces(Buffer.from('<b>hello</b>')), { ...options, contentType: 'text/html' });
      const url = await store.signedUrl(key, { lifetime: 60, fileName: 'Übung.txt', contentType: 'text/plain', disposition: 'attachment' });
      const answer = await fetch(url!);
      expect([answer.status, await answer.text()]).toEqual([200, '<b>hello</b>']);
      const said = { type: 'text/plain', disposition: `attachment; filename="_bung.txt"; filename*=UTF-8''%C3%9Cbung.txt` };
      const asked = new URL(url!).searchParams;
      expect({ type: asked.get('response-content-type'), disposition: asked.get('response-content-disposition') }).toEqual(said);
      const { headers } = answer;
      if (!standIn) expect({ type: headers.get('content-type'), disposition: headers.get('content-disposition') }).toEqual(said);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      const part = await fetch(url!, { headers: { range: 'bytes=3-7' } });
      expect([part.status, await part.text()]).toEqual([206, 'hello']);
      const forged = new URL(url!);
      forged.searchParams.set('response-content-type', 'text/html');
      expect((await fetch(forged)).status).toBe(403);
      const unsigned = new URL(url!);
      unsigned.search = '';
      expect((await fetch(unsigned)).ok).toBe(false);
    });

    test.runIf(!signs)('makes no address', async () => {
      const wanted = { lifetime: 60, fileName: 'a', contentType: 'text/plain', disposition: 'attachment' } as const;
      expect(await store.signedUrl(newKey(), wanted)).toBeNull();
    });

    describe('claim', () => {
      let own: BlobContractPlace;
      beforeAll(async () => {
        own = await makePlace();
      });
      afterAll(() => own.close());

      test('refuses a store without a mark when files were kept before, marks it for a fresh installation, and refuses every other', async () => {
        await using one = await own.open();
        await using two = await own.open();
        await expect(one.claim('home', { fresh: false })).rejects.toThrow(ForeignBlobStoreError);
        await Promise.all([one, two, one].map((each) => each.claim('home', { fresh: true })));
        await one.claim('home', { fresh: false });
        for (const fresh of [true, false]) await expect(two.claim('office', { fresh })).rejects.toThrow(/another installation \(home/);
        expect((await one.list('', { limit: 10 })).blobs).toEqual([]);
      });

      test('refuses to mark a store that holds what this installation did not put there', async () => {
        const foreign = await makePlace();
        await using other = await foreign.open();
        await other.put('a', pieces(Buffer.from('a')), options);
        await expect(other.claim('home', { fresh: true })).rejects.toThrow(ForeignBlobStoreError);
        await foreign.close();
      });
    });
  });
}
