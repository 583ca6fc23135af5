import type { Part } from '@parley/contracts';
import { blankMessage } from '../../kit/blank-message.ts';
import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { BeginTurn } from '../../ports/turns.ts';
import { fromMessageRow, toMessageRow, type StoredMessage } from '../rows/message-row.ts';
import { keepText } from '../texts/long-text.ts';
import { findPlacesUnder, findPlaceUnder, top, type Placed } from '../tree/skip-ordinal.ts';
import type { OwnerUnit } from '../unit.ts';
import { useFiles } from './file-uses.ts';

/** A message that another is added under, without its words. */
export type Parent = Omit<StoredMessage, 'parts' | 'longParts'>;

/** The documents that a turn adds: a person's message if there is one, and the answer to it. */
export interface FreshMessages {
  readonly question: StoredMessage | null;
  readonly answer: StoredMessage;
}

interface Spot {
  readonly parent: Parent | null;
  /** Whether the turn has to wait for the one before. */
  readonly waits: boolean;
  /** The first one that is free. */
  readonly ordinal: number;
}

export async function newMessages(unit: OwnerUnit, input: BeginTurn, { parent, waits, ordinal }: Spot): Promise<FreshMessages> {
  const { ownerId } = unit;
  const { conversationId, turnId, now, model } = input;
  const above: Placed = parent ?? top;
  const row = { ...blankMessage, conversationId, turnId, createdAt: now, parentId: input.parentId, parentOrdinal: above.ordinal };
  const answer = { id: input.answerId, role: 'assistant' as const, status: waits ? ('queued' as const) : ('running' as const), model };
  if (input.kind !== 'send' || input.userMessage === undefined)
    return {
      question: null,
      answer: fromMessageRow({ ...row, ...answer, ordinal }, { ownerId, ...(await findPlaceUnder(unit, conversationId, above)) }),
    };

  const { id, parts } = input.userMessage;
  const status = waits ? ('queued' as const) : ('done' as const);
  const { first, second } = await findPlacesUnder(unit, conversationId, above, ordinal);
  const question = fromMessageRow({ ...row, id, parts, ordinal, role: 'user', status }, { ownerId, ...first });
  const under = { parentId: id, parentOrdinal: ordinal, ordinal: ordinal + 1 };
  return { question, answer: fromMessageRow({ ...row, ...answer, ...under }, { ownerId, ...second }) };
}

/** The words of a person may be long, and may come with files; an answer has none yet. */
export async function keepMessages(unit: OwnerUnit, { question, answer }: FreshMessages, parts: readonly Part[]): Promise<void> {
  if (question === null) return void (await unit.in.messages.insertOne(answer, unit.at));
  const { _id: of, conversationId } = question;
  await useFiles(unit, { messageId: of, conversationId, parts });
  const { text, long: longParts } = await keepText(unit, question.parts, { of, conversationId });
  const kept = longParts === undefined ? question : { ...question, parts: text, longParts };
  await unit.in.messages.insertMany([kept, answer], unit.at);
}

/** What was just added, as reading it back would show it, without doing so; `siblings` are those that were there before. */
export function presentFresh(
  { question, answer }: FreshMessages,
  siblings: readonly string[],
): { readonly userMessage: MessageWithSiblings | null; readonly answer: MessageWithSiblings } {
  const present = (stored: StoredMessage, before: readonly string[]): MessageWithSiblings => {
    const row = toMessageRow(stored);
    if ('type' in row) throw new Error(`Message ${row.id} cannot be read.`);
    return { ...row, siblings: [...before, row.id] };
  };
  if (question === null) return { userMessage: null, answer: present(answer, siblings) };
  return { userMessage: present(question, siblings), answer: present(answer, []) };
}
