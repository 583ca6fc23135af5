import { Readable } from 'node:stream';
import { contentDisposition } from '@parley/chat-core';
import { assertBlobKey, assertBlobPrefix } from '../kit/assert-blob-key.ts';
import { measureBlob } from '../kit/measure-blob.ts';
import { storing } from '../kit/storing.ts';
import { isBlobKey, type BlobStat, type BlobStore } from '../ports/blobs.ts';
import { claimBucket } from './claim-bucket.ts';
import { openObject } from './open-object.ts';
import { orAbsent } from './or-absent.ts';

interface S3BlobStoreOptions {
  /** Null: the vendor's own for the region. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  /** Null: the credential chain of the environment (web identity, instance profile, shared file). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  readonly forcePathStyle: boolean;
}

const maxPage = 1_000;
/** Bytes of a part, and parts under way: what one upload holds in memory. S3 takes 10,000 parts: 80 GB. */
const partSize = 8 * 2 ** 20;
const partsAtOnce = 2;

/** The vendor's packages take a while to load: only who keeps files in a bucket waits for them. */
async function loadSdk() {
  const [client, storage, presigner] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/lib-storage'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  return { S3: client.S3, GetObjectCommand: client.GetObjectCommand, Upload: storage.Upload, getSignedUrl: presigner.getSignedUrl };
}

/** Blobs as objects of a bucket that holds nothing else. */
export async function createS3BlobStore(options: S3BlobStoreOptions): Promise<BlobStore> {
  const { endpoint, region, bucket, credentials, forcePathStyle } = options;
  const { S3, GetObjectCommand, Upload, getSignedUrl } = await loadSdk();
  const s3 = new S3({
    region,
    forcePathStyle,
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === null ? {} : { credentials }),
    // The record has each blob's hash; servers that are only compatible do not all know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  });

  const statOf = (key: string, size: number | undefined, at: Date | undefined): BlobStat => ({
    key,
    size: size ?? 0,
    storedAt: at?.getTime() ?? 0,
  });

  return {
    description: `bucket ${bucket}${endpoint === null ? '' : ` at ${new URL(endpoint).host}`}`,
    claim: (installationId, { fresh }) => claimBucket(s3, bucket, installationId, fresh),
    async put(key, source, { contentType, maxBytes, signal }) {
      assertBlobKey(key);
      const measured = measureBlob(source, { maxBytes, signal });
      // Small blobs go in one request, others in parts that are only then put together; either appears whole or not at all.
      const upload = new Upload({
        client: s3,
        params: {
          Bucket: bucket,
          Key: key,
          Body: Readable.from(measured.bytes, { objectMode: false }),
          ContentType: contentType,
          // For servers that do not heed what a signed address says: nothing is ever shown as a page of theirs.
          ContentDisposition: 'attachment',
        },
        partSize,
        queueSize: partsAtOnce,
      });
      try {
        await storing('stored', () => upload.done());
      } catch (error) {
        const failure = measured.failure();
        throw failure === null ? error : failure.reason;
      }
      return measured.measure();
    },
    async open(key, range = { offset: 0 }) {
      assertBlobKey(key);
      return storing('opened', () => openObject({ s3, bucket, key }, range));
    },
    async stat(key) {
      assertBlobKey(key);
      const found = await storing('found', () => orAbsent(() => s3.headObject({ Bucket: bucket, Key: key })));
      return found === null ? null : statOf(key, found.ContentLength, found.LastModified);
    },
    async delete(key) {
      assertBlobKey(key);
      await storing('deleted', () => orAbsent(() => s3.deleteObject({ Bucket: bucket, Key: key })));
    },
    async list(prefix, { cursor, limit }) {
      assertBlobPrefix(prefix);
      const page = await storing('listed', () =>
        s3.listObjectsV2({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: Math.min(limit, maxPage),
          ...(cursor === undefined || cursor === null ? {} : { StartAfter: cursor }),
        }),
      );
      const found = page.Contents ?? [];
      const blobs = found.flatMap(({ Key = '', Size, LastModified }) => (isBlobKey(Key) ? [statOf(Key, Size, LastModified)] : []));
      return { blobs, next: page.IsTruncated === true ? (found.at(-1)?.Key ?? null) : null };
    },
    async signedUrl(key, { lifetime, fileName, contentType, disposition }) {
      assertBlobKey(key);
      const asked = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: contentType,
        ResponseContentDisposition: contentDisposition(disposition, fileName),
        ResponseCacheControl: 'private',
      });
      return storing('signed', () => getSignedUrl(s3, asked, { expiresIn: lifetime }));
    },
    [Symbol.asyncDispose]: async () => s3.destroy(),
  };
}
