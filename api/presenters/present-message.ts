import type { Damaged, Message } from '@parley/contracts';
import type { MessageWithSiblings } from '../storage/ports/messages.ts';

/** What a person may see of a message. The parts are the message: they leave as they are. */
export function presentMessage(row: MessageWithSiblings): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    parentId: row.parentId,
    ordinal: row.ordinal,
    role: row.role,
    parts: row.parts,
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
