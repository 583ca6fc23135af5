import type { Damaged, Message, Part } from '@parley/contracts';
import type { MessageWithSiblings } from '../storage/ports/messages.ts';

/** Proofs of reasoning stay here: they are for the provider that made them, and may be many times as long as the answer. */
function presentPart(part: Part): Part {
  if (part.type !== 'reasoning' || !('signature' in part)) return part;
  const { signature: _, ...rest } = part;
  return rest as Part;
}

/** What a person may see of a message. The parts are the message: but for the proofs of reasoning they leave as they are. */
export function presentMessage(row: MessageWithSiblings): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    parentId: row.parentId,
    ordinal: row.ordinal,
    role: row.role,
    parts: row.parts.map(presentPart),
    status: row.status,
    model: row.model,
    usage: row.usage,
    ...(row.cost === undefined ? {} : { cost: row.cost }),
    stopReason: row.stopReason,
    error: row.error,
    turnId: row.turnId,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    siblings: row.siblings,
  };
}

/** A branch in which a row that could not be read stays visible as one damaged item. */
export function presentMessages(rows: readonly (MessageWithSiblings | Damaged)[]): (Message | Damaged)[] {
  return rows.map((row) => ('type' in row ? { type: 'damaged', id: row.id } : presentMessage(row)));
}
