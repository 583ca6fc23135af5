import type { FilePolicy } from '../../policies/file-policy.ts';
import type { Logger } from '../../logger.ts';
import type { BlobStore } from '../../storage/ports/blobs.ts';
import type { FileStore } from '../../storage/ports/files.ts';
import type { CountUpload } from './limit-uploads.ts';

/** What files are made of: their record and their bytes. */
export interface FileContext {
  readonly storage: FileStore;
  readonly blobs: BlobStore;
  /** What the operator allows, as the configuration says it now. */
  readonly policy: () => FilePolicy;
  /** Absent: as many may be brought as come. */
  readonly countUpload?: CountUpload;
  readonly now: () => number;
  readonly logger: Logger;
  /** Uploads under way at this node, by person. */
  readonly uploading: Map<string, number>;
}
