import { setTimeout } from 'node:timers/promises';
import type { S3 } from '@aws-sdk/client-s3';
import { ForeignBlobStoreError } from '../ports/blobs.ts';
import { orAbsent } from './or-absent.ts';

/** No key has a dot. */
const markName = '.parley-installation';

/** Sees to it that the bucket's mark names this installation; throws `ForeignBlobStoreError` when it must not be used. */
export async function claimBucket(s3: S3, bucket: string, installationId: string, fresh: boolean): Promise<void> {
  const readMark = async (): Promise<string | null> => {
    const found = await orAbsent(() => s3.getObject({ Bucket: bucket, Key: markName }));
    return (await found?.Body?.transformToString())?.trim() ?? null;
  };

  let owner = await readMark();
  if (owner === null && !fresh)
    throw new ForeignBlobStoreError(
      `The bucket ${bucket} has no object ${markName}, but this installation has kept files before. AWS_BUCKET_NAME and AWS_ENDPOINT_URL say where they are.`,
    );
  if (owner === null) {
    const { KeyCount = 0 } = await s3.listObjectsV2({ Bucket: bucket, MaxKeys: 1 });
    if (KeyCount > 0 && (await readMark()) === null)
      throw new ForeignBlobStoreError(
        `The bucket ${bucket} holds objects that this installation did not put there. Set AWS_BUCKET_NAME to a bucket of its own.`,
      );
    await setMark(s3, bucket, installationId);
    // Where nodes start together, a server that replaces a mark in two steps shows none for a moment.
    for (let attempt = 0; owner === null && attempt < 5; attempt += 1) {
      if (attempt > 0) await setTimeout(100);
      owner = await readMark();
    }
  }
  if (owner !== installationId)
    throw new ForeignBlobStoreError(
      `The bucket ${bucket} belongs to another installation (${owner ?? 'unknown'}; this one is ${installationId}). Set AWS_BUCKET_NAME to a bucket of its own.`,
    );
}

/** Sets the mark where nobody did before; who comes second finds the first one's. */
async function setMark(s3: S3, bucket: string, installationId: string): Promise<void> {
  try {
    await s3.putObject({ Bucket: bucket, Key: markName, Body: `${installationId}\n`, ContentType: 'text/plain', IfNoneMatch: '*' });
  } catch (error) {
    if (!(error instanceof Error && ['PreconditionFailed', 'ConditionalRequestConflict'].includes(error.name))) throw error;
  }
}
