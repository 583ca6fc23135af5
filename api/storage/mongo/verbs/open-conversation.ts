import { assertThat } from '@parley/contracts/request-error';
import type { BeginTurn } from '../../ports/turns.ts';
import { fromNewConversation, type StoredConversation } from '../rows/conversation-row.ts';
import type { OwnerUnit } from '../unit.ts';

/** A conversation around the beginning of a turn. */
export interface Opened {
  readonly before: StoredConversation;
  readonly after: StoredConversation;
}

/** Makes room in a conversation for a turn's messages and shows its answer, in one write; makes the conversation when it is new. */
export async function openConversation(unit: OwnerUnit, input: BeginTurn, waits: boolean): Promise<Opened> {
  const { conversationId: id, create, now } = input;
  const { ownerId, owner } = unit;
  const added = input.kind === 'send' && input.userMessage !== undefined ? 2 : 1;
  const running = waits ? 0 : 1;
  const rev = owner.rev + 1;
  const opened = (before: StoredConversation): Opened => {
    const { nextOrdinal, runningTurns, state } = before;
    const ordinals = { nextOrdinal: nextOrdinal + added, lastOrdinal: nextOrdinal + added - 1 };
    const shown = { ...state, activeLeafId: input.answerId };
    return { before, after: { ...before, ...ordinals, rev, runningTurns: runningTurns + running, activityAt: now, state: shown } };
  };
  const made =
    create === undefined
      ? opened(await advance(unit, input, { added, running, rev }))
      : opened(fromNewConversation({ id, ownerId, ...create, titleSource: 'local', copiedFrom: null, now }, rev));
  if (create !== undefined) await unit.in.conversations.insertOne(made.after, unit.at);
  owner.rev = rev;
  owner.running += running;
  return made;
}

/** Returns the conversation as it was before. */
async function advance(
  { in: { conversations }, at, ownerId }: OwnerUnit,
  { conversationId, answerId, now }: BeginTurn,
  { added, running, rev }: { readonly added: number; readonly running: number; readonly rev: number },
): Promise<StoredConversation> {
  const set = {
    rev,
    activityAt: now,
    runningTurns: { $add: ['$runningTurns', running] },
    nextOrdinal: { $add: ['$nextOrdinal', added] },
    lastOrdinal: { $add: ['$nextOrdinal', added - 1] },
    'state.activeLeafId': { $literal: answerId },
  };
  const before = await conversations.findOneAndUpdate({ _id: conversationId, ownerId, deletedAt: null }, [{ $set: set }], {
    ...at,
    returnDocument: 'before',
  });
  assertThat(before !== null, 'conversation.not-found');
  return before;
}
