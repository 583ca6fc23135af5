import { newTurn } from '../../kit/new-turn.ts';
import type { BeginTurn } from '../../ports/turns.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import { fromTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import type { OwnerUnit } from '../unit.ts';

/** Keeps a turn as the owner's newest. */
export async function insertTurn(
  unit: OwnerUnit,
  conversation: StoredConversation,
  input: BeginTurn,
  place: Parameters<typeof newTurn>[2],
): Promise<StoredTurn> {
  unit.owner.seq += 1;
  const turn = fromTurnRow(newTurn(toConversationRow(conversation), input, place), { seq: unit.owner.seq, digest: input.digest });
  await unit.in.turns.insertOne(turn, unit.at);
  return turn;
}
