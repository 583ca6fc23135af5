import type { Damaged } from '@parley/contracts';
import type { Filter } from 'mongodb';
import { foldTitle } from '../../kit/fold-title.ts';
import type { ConversationQuery, ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import { toConversationRow, toListedConversation, type StoredConversation } from '../rows/conversation-row.ts';
import type { Unit } from '../unit.ts';

/** As the collection has it; null when it is unknown or another person's. */
export async function findConversation(unit: Unit, ownerId: string, id: string): Promise<StoredConversation | null> {
  return unit.in.conversations.findOne({ _id: id, ownerId }, unit.at);
}

/** A conversation that the caller knows to be there. */
export async function existingConversation(unit: Unit, ownerId: string, id: string): Promise<ConversationRow> {
  const stored = await findConversation(unit, ownerId, id);
  if (stored === null) throw new Error(`Conversation ${id} is missing.`);
  return toConversationRow(stored);
}

export async function getConversation(unit: Unit, { ownerId }: Scope, id: string): Promise<ConversationRow | null> {
  const stored = await findConversation(unit, ownerId, id);
  return stored === null ? null : toConversationRow(stored);
}

/** The owner's counter; 0 before the first change. */
async function readRev(unit: Unit, ownerId: string): Promise<number> {
  return (await unit.in.owners.findOne({ _id: ownerId }, unit.at))?.rev ?? 0;
}

type Rows = (ConversationRow | Damaged)[];

/** The filter of a list: one range of the index `lists`. Titles are compared as they are, never as patterns. */
export function listFilter(ownerId: string, { show, title = '', after }: Omit<ConversationQuery, 'limit'>): Filter<StoredConversation> {
  const folded = foldTitle(title);
  const { activityAt, id } = after ?? { activityAt: 0, id: '' };
  return {
    ownerId,
    lists: show,
    ...(after === undefined ? {} : { activityAt: { $lte: activityAt }, $or: [{ activityAt: { $lt: activityAt } }, { _id: { $lt: id } }] }),
    ...(folded === '' ? {} : { $expr: { $gte: [{ $indexOfCP: ['$titleFolded', { $literal: folded }] }, 0] } }),
  };
}

export async function listConversations(
  unit: Unit,
  { ownerId }: Scope,
  { limit, ...query }: ConversationQuery,
): Promise<{ rows: Rows; more: boolean; rev: number }> {
  // The counter first: what changes meanwhile is listed already, and told again.
  const rev = await readRev(unit, ownerId);
  const rows = await unit.in.conversations
    .find(listFilter(ownerId, query), unit.at)
    .sort({ activityAt: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  return { rows: rows.slice(0, limit).map(toListedConversation), more: rows.length > limit, rev };
}

/** Rows and tombstones share one counter: the page holds the first `limit` of both together and ends at one rev. */
export async function readChanges(
  unit: Unit,
  { ownerId }: Scope,
  since: number,
  limit: number,
): Promise<{ rows: Rows; gone: string[]; rev: number; more: boolean }> {
  const current = await readRev(unit, ownerId);
  const rows = await unit.in.conversations
    .find({ ownerId, rev: { $gt: since } }, unit.at)
    .sort({ rev: 1 })
    .limit(limit + 1)
    .toArray();
  const tombstones = await unit.in.tombstones
    .find({ ownerId, kind: 'conversation', rev: { $gt: since } }, unit.at)
    .sort({ rev: 1 })
    .limit(limit + 1)
    .toArray();
  const revOf = (each: { readonly rev?: number }): number => each.rev ?? 0;
  const revs = [...rows, ...tombstones].map(revOf).toSorted((a, b) => a - b);
  const more = revs.length > limit;
  const until = (more ? revs[limit - 1] : Math.max(current, revs.at(-1) ?? 0)) ?? since;
  return {
    rows: rows.filter((row) => row.rev <= until).map(toListedConversation),
    gone: tombstones.filter((tombstone) => revOf(tombstone) <= until).map((tombstone) => tombstone._id),
    rev: until,
    more,
  };
}
