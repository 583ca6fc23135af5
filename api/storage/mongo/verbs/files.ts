import { MongoServerError } from 'mongodb';
import type { BeginFile, FileRow, FinishFile } from '../../ports/files.ts';
import type { Installation } from '../../ports/installation.ts';
import type { Scope } from '../../ports/scope.ts';
import { toFileRow } from '../rows/file-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

export async function beginFile(unit: OwnerUnit, { id, name, bytes, now, maxFiles, maxBytes }: BeginFile): Promise<'kept' | 'full'> {
  const { ownerId } = unit;
  // What was used and is not any more goes with the next sweep, and takes nobody's room.
  const [unsent = { files: 0, bytes: 0 }] = await unit.in.files
    .aggregate<{ files: number; bytes: number }>(
      [{ $match: { ownerId, unsentSince: { $gt: 0 } } }, { $group: { _id: null, files: { $sum: 1 }, bytes: { $sum: '$bytes' } } }],
      unit.at,
    )
    .toArray();
  if (unsent.files >= maxFiles || unsent.bytes + bytes > maxBytes) return 'full';
  const empty = { mediaType: '', sha256: '', width: null, height: null, state: 'coming' as const };
  await unit.in.files.insertOne({ _id: id, ownerId, name, bytes, createdAt: now, unsentSince: now, ...empty }, unit.at);
  return 'kept';
}

export async function finishFile(unit: Unit, { ownerId }: Scope, id: string, found: FinishFile): Promise<FileRow | null> {
  const { mediaType, bytes, sha256, width, height } = found;
  const stored = await unit.in.files.findOneAndUpdate(
    { _id: id, ownerId, state: 'coming' },
    { $set: { state: 'there', mediaType, bytes, sha256, width, height } },
    { ...unit.at, returnDocument: 'after' },
  );
  return stored === null ? null : toFileRow(stored);
}

/** The same for a file that a message uses from now on. */
export async function finishFileOf(
  unit: OwnerUnit,
  scope: Scope,
  id: string,
  found: FinishFile,
  messageId: string,
): Promise<FileRow | null> {
  const message = await unit.in.messages.findOne(
    { _id: messageId, ownerId: unit.ownerId },
    { ...unit.at, projection: { conversationId: 1 } },
  );
  const file = message === null ? null : await finishFile(unit, scope, id, found);
  if (message === null || file === null) return null;
  await unit.in.files.updateOne({ _id: id }, { $unset: { unsentSince: 1 } }, unit.at);
  await unit.in.fileUses.insertOne({ messageId, fileId: id, conversationId: message.conversationId }, unit.at);
  return file;
}

export async function getFiles(unit: Unit, { ownerId }: Scope, ids: readonly string[]): Promise<FileRow[]> {
  return (await unit.in.files.find({ _id: { $in: [...ids] }, ownerId, state: 'there' }, unit.at).toArray()).map(toFileRow);
}

export async function doomFile(unit: Unit, { ownerId }: Scope, id: string): Promise<boolean> {
  const { matchedCount } = await unit.in.files.updateOne(
    { _id: id, ownerId, unsentSince: { $gte: 0 }, state: { $ne: 'doomed' } },
    { $set: { state: 'doomed', unsentSince: 0 } },
    unit.at,
  );
  return matchedCount > 0;
}

/** What is sent between the look and the doom is spared: it has no `unsentSince` any more. */
export async function doomUnsentFiles(unit: Unit, before: number, limit: number): Promise<string[]> {
  const unsent = { unsentSince: { $gte: 0, $lt: before } };
  const found = await unit.in.files
    .find(unsent, unit.at)
    .sort({ unsentSince: 1 })
    .limit(limit)
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const ids = found.map(({ _id }) => _id);
  if (ids.length === 0) return [];
  await unit.in.files.updateMany({ _id: { $in: ids }, ...unsent }, { $set: { state: 'doomed' } }, unit.at);
  const doomed = await unit.in.files
    .find({ _id: { $in: ids }, state: 'doomed' }, unit.at)
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return doomed.map(({ _id }) => _id);
}

export async function forgetFiles(unit: Unit, ids: readonly string[]): Promise<void> {
  await unit.in.files.deleteMany({ _id: { $in: [...ids] }, state: 'doomed' }, unit.at);
}

const duplicateKey = 11_000;

/**
 * Outside of a transaction: of several that find none, one inserts it, and the others find its. Servers answer those that come second in the same moment
 * with a duplicate key, or with nothing; there is something to be found then.
 */
export async function getInstallation(unit: Unit, freshId: string): Promise<Installation> {
  for (let time = 0; time < 5; time += 1) {
    const stored = await unit.in.installation
      .findOneAndUpdate(
        { _id: 'this' },
        { $setOnInsert: { id: freshId, filesClaimed: false } },
        { ...unit.at, upsert: true, returnDocument: 'after' },
      )
      .catch((error: unknown) => {
        if (error instanceof MongoServerError && error.code === duplicateKey) return null;
        throw error;
      });
    if (stored !== null) return { id: stored.id, filesClaimed: stored.filesClaimed };
  }
  throw new Error('The installation was not kept.');
}

export async function markFilesClaimed(unit: Unit): Promise<void> {
  await unit.in.installation.updateOne({ _id: 'this' }, { $set: { filesClaimed: true } }, unit.at);
}
