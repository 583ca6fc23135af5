import { randomUUID } from 'node:crypto';
import { NoSuchKey, S3 } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, test } from 'vitest';
import { startS3, type S3Server } from '@parley/test-kit';
import { describeBlobStore } from '../contract/blob-contract.ts';
import { createS3BlobStore } from './create-s3-blob-store.ts';

const server = await startS3();

describe.skipIf(server === null)('S3', () => {
  const { endpoint, credentials, process: own } = server as S3Server;
  const bare = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  const options = { endpoint, credentials, region: 'us-east-1', forcePathStyle: true };
  afterAll(async () => {
    bare.destroy();
    await server?.[Symbol.asyncDispose]();
  });

  async function newBucket(): Promise<string> {
    const bucket = `t-${randomUUID()}`;
    await bare.createBucket({ Bucket: bucket });
    return bucket;
  }

  describeBlobStore('S3', {
    signs: true,
    standIn: own !== null,
    async place() {
      const bucket = await newBucket();
      return {
        open: () => createS3BlobStore({ ...options, bucket }),
        async witness(key) {
          try {
            const found = await bare.getObject({ Bucket: bucket, Key: key });
            return Buffer.from(await found.Body!.transformToByteArray());
          } catch (error) {
            if (error instanceof NoSuchKey) return null;
            throw error;
          }
        },
        async leftovers() {
          const { Uploads = [] } = await bare.listMultipartUploads({ Bucket: bucket });
          return Uploads.map(({ Key = '' }) => Key);
        },
        close: async () => undefined,
      };
    },
  });

  async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const put = { contentType: 'text/plain', maxBytes: 1_000 };

  test('a bucket that is not there, and wrong credentials, are a storage that is not available', async () => {
    await using lost = await createS3BlobStore({ ...options, bucket: `t-${randomUUID()}` });
    await expect(lost.put('a', bytesOf('a'), put)).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    await expect(lost.list('', { limit: 1 })).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    const bucket = await newBucket();
    await using stranger = await createS3BlobStore({ ...options, bucket, credentials: { ...credentials, secretAccessKey: 'wrong' } });
    await expect(stranger.open('a')).rejects.toMatchObject({ code: 'server.storage-unavailable' });
  });

  test('an address ends', async () => {
    const bucket = await newBucket();
    await using store = await createS3BlobStore({ ...options, bucket });
    await store.put('a', bytesOf('a'), put);
    const url = await store.signedUrl('a', { lifetime: 1, fileName: 'a', contentType: 'text/plain', disposition: 'inline' });
    expect((await fetch(url!)).status).toBe(200);
    await expect.poll(async () => (await fetch(url!)).status, { timeout: 10_000, interval: 500 }).toBe(403);
  });

  test.skipIf(own === null)('a server that was killed is not available, and is used again when it is back', async () => {
    const bucket = await newBucket();
    await using store = await createS3BlobStore({ ...options, bucket });
    await store.put('a', bytesOf('kept'), put);
    await own!.kill();
    await expect(store.stat('a')).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    await expect(store.put('b', bytesOf('b'), put)).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    await own!.start();
    expect(await store.stat('a')).toMatchObject({ size: 4 });
    expect(await store.stat('b')).toBeNull();
  });
});
