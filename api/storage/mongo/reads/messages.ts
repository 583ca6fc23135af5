import type { Damaged } from '@parley/contracts';
import type { BranchPage, MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { toMessageRow, type StoredMessage } from '../rows/message-row.ts';
import { withLongParts } from '../texts/long-parts.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { hiddenBy } from '../tree/hidden-by.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { readPath } from '../tree/read-path.ts';
import { livingChildren } from '../tree/siblings.ts';
import type { Unit } from '../unit.ts';
import { findConversation } from './conversations.ts';

export async function getMessage(
  unit: Unit,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
): Promise<MessageWithSiblings | 'no-message' | null> {
  if ((await findConversation(unit, ownerId, conversationId)) === null) return null;
  const stored = await findVisibleMessage(unit, conversationId, messageId);
  return stored === null ? 'no-message' : withSiblings(unit, stored);
}

/** Where one message is wanted, a damaged one is an error: nothing may be built on it, and it is left as it is. */
export async function withSiblings(unit: Unit, stored: StoredMessage): Promise<MessageWithSiblings> {
  const row = toMessageRow(await withLongParts(unit, stored));
  if ('type' in row) throw new Error(`Message ${row.id} cannot be read.`);
  const children = await livingChildren(unit, stored.conversationId, [stored.parentOrdinal]);
  return { ...row, siblings: children.get(stored.parentOrdinal) ?? [] };
}

interface BranchQuery {
  readonly leafId?: string;
  readonly beforeId?: string;
  readonly limit: number;
}

export async function readBranch(
  unit: Unit,
  { ownerId }: Scope,
  conversationId: string,
  { leafId, beforeId, limit }: BranchQuery,
): Promise<BranchPage | 'no-message' | null> {
  const conversation = await findConversation(unit, ownerId, conversationId);
  if (conversation === null) return null;
  const wantedId = leafId ?? conversation.state.activeLeafId;
  const leaf = wantedId === null ? null : await findMessage(unit, conversationId, wantedId);
  const before = beforeId === undefined ? null : await findMessage(unit, conversationId, beforeId);
  if ((leaf === null && leafId !== undefined) || (before === null && beforeId !== undefined)) return 'no-message';

  const visibleLeaf = await nearestVisible(unit, conversationId, leaf?.ordinal ?? 0);
  const from = before === null ? visibleLeaf : await nearestVisible(unit, conversationId, before.parentOrdinal);
  const path = await readPath(unit, conversationId, from, limit);
  const last = path.at(-1);
  const messages = await readMessages(unit, conversationId, path.map((step) => step.ordinal).toReversed());
  return {
    conversation: toConversationRow(conversation),
    leafId: await idAt(unit, conversationId, visibleLeaf, leaf),
    messages,
    earlier: last === undefined || last.parentOrdinal === 0 ? null : (messages[0]?.id ?? null),
  };
}

/** The message itself, or the nearest one above all that is deleted; 0 when nothing is left. */
async function nearestVisible(unit: Unit, conversationId: string, ordinal: number): Promise<number> {
  if (ordinal === 0) return 0;
  const hider = await hiddenBy(unit, conversationId, ordinal);
  return hider === null ? ordinal : hider.parentOrdinal;
}

async function idAt(unit: Unit, conversationId: string, ordinal: number, known: StoredMessage | null): Promise<string | null> {
  if (ordinal === 0) return null;
  if (known?.ordinal === ordinal) return known._id;
  return (await unit.in.messages.findOne({ conversationId, ordinal }, { ...unit.at, projection: { _id: 1 } }))?._id ?? null;
}

async function readMessages(unit: Unit, conversationId: string, ordinals: readonly number[]): Promise<(MessageWithSiblings | Damaged)[]> {
  const stored = await unit.in.messages
    .find({ conversationId, ordinal: { $in: [...ordinals] } }, unit.at)
    .sort({ ordinal: 1 })
    .toArray();
  const children = await livingChildren(
    unit,
    conversationId,
    stored.map((message) => message.parentOrdinal),
  );
  const rows: (MessageWithSiblings | Damaged)[] = [];
  for (const message of stored) {
    const row = toMessageRow(await withLongParts(unit, message));
    rows.push('type' in row ? row : { ...row, siblings: children.get(message.parentOrdinal) ?? [] });
  }
  return rows;
}

/** Turns of a conversation that are running or waiting, with the ordinals of their answers. */
export async function runningTurns(unit: Unit, conversationId: string): Promise<{ readonly id: string; readonly ordinal: number }[]> {
  const turns = await unit.in.turns
    .find({ conversationId, active: true, status: { $in: ['running', 'waiting'] } }, unit.at)
    .project<{ _id: string; answerId: string }>({ answerId: 1 })
    .toArray();
  if (turns.length === 0) return [];
  const answers = await unit.in.messages
    .find({ _id: { $in: turns.map((turn) => turn.answerId) } }, unit.at)
    .project<{ _id: string; ordinal: number }>({ ordinal: 1 })
    .toArray();
  const ordinalOf = new Map(answers.map((answer) => [answer._id, answer.ordinal]));
  return turns.map((turn) => ({ id: turn._id, ordinal: ordinalOf.get(turn.answerId) ?? 0 }));
}

export async function listRunningUnder(unit: Unit, { ownerId }: Scope, conversationId: string, messageId?: string): Promise<string[]> {
  if ((await findConversation(unit, ownerId, conversationId)) === null) return [];
  const running = await runningTurns(unit, conversationId);
  if (messageId === undefined) return running.map((turn) => turn.id);
  const message = await findMessage(unit, conversationId, messageId);
  if (message === null) return [];
  const under: string[] = [];
  for (const turn of running) if (await isAtOrUnder(unit, conversationId, turn.ordinal, message.ordinal)) under.push(turn.id);
  return under;
}
