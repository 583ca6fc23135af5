import type { BeginTurn } from '../../ports/turns.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import { fromTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import type { OwnerUnit } from '../unit.ts';

/** The epoch of a turn that has not run yet; every start counts one more. */
const notYetRun = 0;

/** Keeps a turn, the conversation's settings merged into its own; its model is named apart. */
export async function insertTurn(
  unit: OwnerUnit,
  conversation: StoredConversation,
  input: BeginTurn,
  { status, userMessageId }: { readonly status: 'queued' | 'running'; readonly userMessageId: string | null },
): Promise<StoredTurn> {
  const { model: _, ...settings } = { ...toConversationRow(conversation).settings, ...input.settings };
  const runs = status === 'running';
  unit.owner.seq += 1;
  const row = {
    id: input.turnId,
    ownerId: unit.ownerId,
    conversationId: conversation._id,
    answerId: input.answerId,
    userMessageId,
    kind: input.kind,
    status,
    model: input.model,
    settings,
    ownerNode: runs ? input.node : null,
    epoch: runs ? notYetRun + 1 : notYetRun,
    stopReason: null,
    error: null,
    createdAt: input.now,
    endedAt: null,
  };
  const turn = fromTurnRow(row, { seq: unit.owner.seq, digest: input.digest });
  await unit.in.turns.insertOne(turn, unit.at);
  return turn;
}
