import { OperatorError } from '../../kit/operator-error.ts';
import type { RecordCounts } from './check-record.ts';

/** What an archive says about itself, as its last member. */
export interface Manifest {
  /** Of the archive, not of the database. */
  readonly format: 1;
  /** The version of Parley that made it. */
  readonly version: string;
  /** The schema of `parley.db`. */
  readonly schema: number;
  /** ISO 8601. The data is as of then, to the moment. */
  readonly takenAt: string;
  readonly counts: RecordCounts;
  readonly members: readonly ManifestMember[];
}

export interface ManifestMember {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isMember(value: unknown): value is ManifestMember {
  if (!isObject(value)) return false;
  const { name, size, sha256 } = value;
  return typeof name === 'string' && Number.isSafeInteger(size) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value['counts'])) return false;
  const { version, schema, takenAt, members } = value;
  const dated = typeof takenAt === 'string' && !Number.isNaN(Date.parse(takenAt));
  return typeof version === 'string' && Number.isSafeInteger(schema) && dated && Array.isArray(members) && members.every(isMember);
}

/** Throws what is wrong with it, without its place. */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OperatorError('its manifest is not JSON');
  }
  if (isObject(value) && typeof value['format'] === 'number' && value['format'] > 1)
    throw new OperatorError(`it was made by a newer version of Parley (archive format ${value['format']})`);
  if (!isObject(value) || value['format'] !== 1 || !isManifest(value)) throw new OperatorError('its manifest is not one of a backup');
  return value;
}
