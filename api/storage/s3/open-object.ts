import { Readable } from 'node:stream';
import type { S3 } from '@aws-sdk/client-s3';
import type { BlobRange, OpenBlob } from '../ports/blobs.ts';
import { orAbsent } from './or-absent.ts';

interface ObjectPlace {
  readonly s3: S3;
  readonly bucket: string;
  readonly key: string;
}

/** `bytes 3-7/10` says 10. */
const wholeSize = (contentRange: string | undefined): number | null => {
  const size = contentRange?.split('/')[1];
  return size === undefined || !/^\d+$/.test(size) ? null : Number(size);
};

function rangeHeader({ offset, length }: BlobRange): { readonly Range?: string } {
  if (offset === 0 && length === undefined) return {};
  return { Range: `bytes=${offset}-${length === undefined ? '' : offset + length - 1}` };
}

/** For ranges that no request can name: the size is all there is to ask for. */
async function openEmpty({ s3, bucket, key }: ObjectPlace): Promise<OpenBlob | null> {
  const found = await orAbsent(() => s3.headObject({ Bucket: bucket, Key: key }));
  return found === null ? null : { size: found.ContentLength ?? 0, stream: Readable.from([]) };
}

/** Opens an object as a stream from the network, null when there is none. */
export async function openObject(place: ObjectPlace, range: BlobRange): Promise<OpenBlob | null> {
  const { s3, bucket, key } = place;
  if (range.length === 0) return openEmpty(place);
  try {
    const found = await orAbsent(() => s3.getObject({ Bucket: bucket, Key: key, ...rangeHeader(range) }));
    if (found === null) return null;
    const stream = found.Body;
    if (!(stream instanceof Readable)) throw new TypeError('An object came without a stream.');
    return { size: wholeSize(found.ContentRange) ?? found.ContentLength ?? 0, stream };
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidRange') return openEmpty(place);
    throw error;
  }
}
