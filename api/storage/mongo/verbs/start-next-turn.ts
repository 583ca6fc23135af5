import { findConversation } from '../reads/conversations.ts';
import { queuedTurns } from '../reads/turns.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import type { OwnerUnit } from '../unit.ts';
import { startTurn } from './queued-turns.ts';

type Seen = Pick<StoredMessage, '_id' | 'parentId' | 'status'>;

/**
 * Starts what waited for a done turn: the oldest queued turn behind its answer, else the oldest of the conversation whose
 * predecessor is done (one of several that waited side by side). Null when there is none, or the conversation is in the bin.
 */
export async function startNextTurn(unit: OwnerUnit, done: StoredTurn, node: string): Promise<StoredTurn | null> {
  const queued = await queuedTurns(unit, done.conversationId);
  if (queued.length === 0) return null;
  const read = async (ids: readonly (string | null)[]): Promise<Map<string, Seen>> => {
    const found = await unit.in.messages
      .find({ _id: { $in: ids.filter((id) => id !== null) } }, unit.at)
      .project<Seen>({ parentId: 1, status: 1 })
      .toArray();
    return new Map(found.map((message) => [message._id, message]));
  };
  const questions = await read(queued.map((turn) => turn.userMessageId));
  const behind = (turn: StoredTurn): string => questions.get(turn.userMessageId ?? '')?.parentId ?? '';
  const predecessors = await read(queued.map(behind));
  const ready = queued.filter((turn) => predecessors.get(behind(turn))?.status === 'done');
  const next = ready.find((turn) => behind(turn) === done.answerId) ?? ready[0];
  const conversation = await findConversation(unit, unit.ownerId, done.conversationId);
  return next === undefined || conversation === null || conversation.deletedAt !== null ? null : startTurn(unit, next, node);
}
