import { chatBucket } from '../../kit/cost.ts';
import type { StoredTombstone } from '../collections.ts';
import { allUnder } from '../tree/shape-under.ts';
import { seenId } from '../tree/leaf-under.ts';
import type { OwnerUnit, Units } from '../unit.ts';
import { letFilesGo } from './file-uses.ts';
import { lastOrdinal } from './change-conversation.ts';

interface Purged {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly rev: number;
}

/**
 * Conversations first; what is left of `limit` goes to deleted subtrees, which readers have not seen for long and hear nothing of.
 * Each is a transaction of its own: dying in between leaves the rest for the next time, and two nodes at once purge each but once.
 */
export async function purge({ change, reading }: Units, before: number, limit: number): Promise<Purged[]> {
  const conversations = await reading.in.conversations
    .find({ deletedAt: { $gte: 0, $lt: before } })
    .sort({ deletedAt: 1 })
    .limit(limit)
    .project<{ _id: string; ownerId: string }>({ ownerId: 1 })
    .toArray();
  const gone: Purged[] = [];
  for (const { _id: id, ownerId } of conversations) {
    const rev = await change(ownerId, (unit) => purgeConversation(unit, id, before));
    if (rev !== null) gone.push({ ownerId, conversationId: id, rev });
  }
  if (gone.length >= limit) return gone;
  const roots = await reading.in.messages
    .find({ deletedAt: { $gte: 0, $lt: before } })
    .sort({ deletedAt: 1 })
    .limit(limit - gone.length)
    .project<{ _id: string; ownerId: string }>({ ownerId: 1 })
    .toArray();
  for (const root of roots) await change(root.ownerId, (unit) => purgeSubtree(unit, root._id, before));
  return gone;
}

/** Null when it was restored, or purged, meanwhile. */
async function purgeConversation(unit: OwnerUnit, id: string, before: number): Promise<number | null> {
  const { ownerId } = unit;
  const conversation = await unit.in.conversations.findOne({ _id: id, deletedAt: { $gte: 0, $lt: before } }, unit.at);
  if (conversation === null) return null;
  unit.owner.rev += 1;
  unit.owner.running -= conversation.runningTurns;
  const { rev } = unit.owner;
  const of = { conversationId: id };
  const ids = async (kind: 'turns' | 'messages'): Promise<string[]> =>
    (await unit.in[kind === 'turns' ? 'turns' : 'messages'].distinct('_id', of, unit.at)) as string[];
  const tombstones: StoredTombstone[] = [
    ...(await ids('turns')).map((each) => ({ _id: each, kind: 'turn' as const, ownerId })),
    ...(await ids('messages')).map((each) => ({ _id: each, kind: 'message' as const, ownerId })),
    { _id: id, kind: 'conversation', ownerId, rev },
  ];
  await unit.in.tombstones.insertMany(tombstones, unit.at);
  await letFilesGo(unit, of);
  await unit.in.turns.deleteMany(of, unit.at);
  await unit.in.messages.deleteMany(of, unit.at);
  await unit.in.chunks.deleteMany(of, unit.at);
  await unit.in.contextNotes.deleteMany(of, unit.at);
  await unit.in.sentContexts.deleteMany(of, unit.at);
  await unit.in.seenLeaves.deleteMany(of, unit.at);
  await unit.in.usageSums.deleteMany({ ownerId, bucket: chatBucket(id) }, unit.at);
  await unit.in.conversations.deleteOne({ _id: id }, unit.at);
  return rev;
}

/** Removes a deleted message and all under it for good. Gone or restored already: nothing. */
async function purgeSubtree(unit: OwnerUnit, rootId: string, before: number): Promise<void> {
  const { ownerId } = unit;
  const root = await unit.in.messages.findOne({ _id: rootId, deletedAt: { $gte: 0, $lt: before } }, unit.at);
  if (root === null) return;
  const { conversationId } = root;
  const below = await allUnder(unit, conversationId, root.ordinal, true);
  const ids = [rootId, ...below.map((message) => message._id)];
  const turns = await unit.in.turns
    .find({ answerId: { $in: ids } }, unit.at)
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  await unit.in.tombstones.insertMany(
    [
      ...ids.map((id) => ({ _id: id, kind: 'message' as const, ownerId })),
      ...turns.map(({ _id }) => ({ _id, kind: 'turn' as const, ownerId })),
    ],
    unit.at,
  );
  await letFilesGo(unit, { messageId: { $in: ids } });
  await unit.in.turns.deleteMany({ answerId: { $in: ids } }, unit.at);
  await unit.in.messages.deleteMany({ _id: { $in: ids } }, unit.at);
  await unit.in.chunks.deleteMany({ of: { $in: ids } }, unit.at);
  await unit.in.contextNotes.deleteMany({ messageId: { $in: ids } }, unit.at);
  await unit.in.sentContexts.deleteMany({ _id: { $in: ids } }, unit.at);
  await unit.in.seenLeaves.deleteMany({ _id: { $in: ids.map((id) => seenId(ownerId, id)) } }, unit.at);
  await unit.in.conversations.updateOne(
    { _id: conversationId },
    { $set: { lastOrdinal: await lastOrdinal(unit, conversationId) } },
    unit.at,
  );
}
