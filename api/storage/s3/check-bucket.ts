import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';
import type { BlobStore } from '../ports/blobs.ts';

interface BucketCheck {
  /** Opens the store; nothing is asked of the server yet. */
  readonly open: () => Promise<BlobStore>;
  readonly installation: () => Promise<{ readonly id: string; readonly filesClaimed: boolean } | null>;
}

/** Whether the bucket can be read and is this installation's. Nothing is written. */
export const checkBucket = ({ open, installation }: BucketCheck): DoctorCheck => ({
  name: 'files',
  async run(): Promise<readonly Finding[]> {
    const claimed = await installation();
    await using blobs = await open();
    try {
      // A store that was claimed before is only looked at by claiming it again; another is only listed.
      if (claimed?.filesClaimed === true) await blobs.claim(claimed.id, { fresh: false });
      else await blobs.list('', { limit: 1 });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return [
        {
          level: 'fail',
          said: `The ${blobs.description} cannot be used: ${said}`,
          advice: 'See FILES_STORE, AWS_BUCKET_NAME and AWS_ENDPOINT_URL.',
        },
      ];
    }
    return [
      {
        level: 'ok',
        said: `The ${blobs.description} can be read${claimed?.filesClaimed === true ? ' and belongs to this installation' : ''}.`,
      },
    ];
  },
});
