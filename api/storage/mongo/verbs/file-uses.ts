import { assertThat } from '@parley/contracts/request-error';
import type { Part } from '@parley/contracts';
import { fileIdsOf } from '../../kit/file-ids.ts';
import type { OwnerUnit } from '../unit.ts';

interface Using {
  readonly messageId: string;
  readonly conversationId: string;
  readonly parts: readonly Part[];
}

/** Notes the files that a person's message uses. Throws `file.not-found` unless all of them are the owner's and there. */
export async function useFiles(unit: OwnerUnit, { messageId, conversationId, parts }: Using): Promise<void> {
  const ids = fileIdsOf(parts);
  if (ids.length === 0) return;
  // A sweep that dooms one of them meanwhile writes to what this writes to, and one of the two is done anew.
  const { matchedCount } = await unit.in.files.updateMany(
    { _id: { $in: ids }, ownerId: unit.ownerId, state: 'there' },
    { $unset: { unsentSince: 1 } },
    unit.at,
  );
  assertThat(matchedCount === ids.length, 'file.not-found');
  await unit.in.fileUses.insertMany(
    ids.map((fileId) => ({ messageId, fileId, conversationId })),
    unit.at,
  );
}

/** Lets go what messages use, that are about to go themselves. What nothing else uses is unsent from now on. */
export async function letFilesGo(
  unit: OwnerUnit,
  of: { readonly conversationId: string } | { readonly messageId: { readonly $in: readonly string[] } },
): Promise<void> {
  const filter = 'conversationId' in of ? of : { messageId: { $in: [...of.messageId.$in] } };
  const ids = await unit.in.fileUses.distinct('fileId', filter, unit.at);
  if (ids.length === 0) return;
  await unit.in.fileUses.deleteMany(filter, unit.at);
  const used = new Set(await unit.in.fileUses.distinct('fileId', { fileId: { $in: ids } }, unit.at));
  await unit.in.files.updateMany({ _id: { $in: ids.filter((id) => !used.has(id)) } }, { $set: { unsentSince: 0 } }, unit.at);
}

/** The copies of messages use what these use. `copies` names the copy of each message. */
export async function copyFileUses(
  unit: OwnerUnit,
  { from, to, copies }: { readonly from: string; readonly to: string; readonly copies: ReadonlyMap<string, string> },
): Promise<void> {
  const uses = await unit.in.fileUses.find({ conversationId: from }, unit.at).toArray();
  const copied = uses.flatMap(({ messageId, fileId }) => {
    const copy = copies.get(messageId);
    return copy === undefined ? [] : [{ messageId: copy, fileId, conversationId: to }];
  });
  if (copied.length > 0) await unit.in.fileUses.insertMany(copied, unit.at);
}
