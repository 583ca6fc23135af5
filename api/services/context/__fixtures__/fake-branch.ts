import type { Damaged, Part } from '@parley/contracts';
import { scopeOfTurn } from '../../../policies/scope.ts';
import type { NoteKind, NoteRow } from '../../../storage/ports/context.ts';
import type { ConversationRow } from '../../../storage/ports/conversations.ts';
import type { BranchPage, MessageWithSiblings } from '../../../storage/ports/messages.ts';
import { createContextTools, type ContextStorage, type ContextTools } from '../context-tools.ts';
import type { ContextRequest } from '../context-plan.ts';

export const scope = scopeOfTurn({ ownerId: 'o' });

/** The `ordinal`th message of a branch, in which people and the model take turns. */
export function message(ordinal: number, text: string, parts?: Part[]): MessageWithSiblings {
  return {
    id: `m${ordinal}`,
    conversationId: 'c',
    parentId: ordinal === 1 ? null : `m${ordinal - 1}`,
    ordinal,
    parentOrdinal: ordinal - 1,
    role: ordinal % 2 === 1 ? 'user' : 'assistant',
    parts: parts ?? (text === '' ? [] : [{ type: 'text', id: 'p1', text }]),
    status: 'done',
    model: null,
    usage: null,
    stopReason: null,
    error: null,
    turnId: null,
    createdAt: 0,
    editedAt: null,
    deletedAt: null,
    siblings: [`m${ordinal}`],
  };
}

export const note = (ordinal: number, kind: NoteKind, more: Partial<NoteRow> = {}): NoteRow => ({
  id: kind === 'pinned' || kind === 'excluded' ? `m${ordinal}` : `${kind}-${ordinal}`,
  messageId: `m${ordinal}`,
  ordinal,
  kind,
  text: kind === 'summary' ? `Summary up to ${ordinal}.` : '',
  detail: {},
  createdAt: ordinal,
  editedAt: null,
  ...more,
});

export interface FakeBranch {
  readonly tools: ContextTools;
  readonly notes: NoteRow[];
  /** Reads of pages so far. */
  reads(): number;
}

/** A branch that is read like a real one, a page from its end at a time, and keeps the notes that are put. */
export function fakeBranch(
  messages: (MessageWithSiblings | Damaged)[],
  { settings = {}, notes = [] }: { readonly settings?: ConversationRow['settings']; readonly notes?: NoteRow[] } = {},
): FakeBranch {
  let reads = 0;
  const conversation = { id: 'c', settings } as ConversationRow;
  const rows = messages.filter((each): each is MessageWithSiblings => !('type' in each));
  const storage: Partial<ContextStorage> = {
    async readBranch(_scope, _id, { beforeId, limit }): Promise<BranchPage> {
      reads += 1;
      const end = beforeId === undefined ? messages.length : messages.findIndex((each) => each.id === beforeId);
      const start = Math.max(0, end - limit);
      return { conversation, leafId: 'leaf', messages: messages.slice(start, end), earlier: start === 0 ? null : messages[start]!.id };
    },
    getConversation: async () => conversation,
    readNotes: async () => notes,
    readOnPath: async (_scope, _id, _leaf, ids) => rows.filter(({ id }) => ids.includes(id)),
    getCalibration: async () => null,
    async putNote(_scope, _id, put) {
      notes.push({ ...put, ordinal: rows.find(({ id }) => id === put.messageId)!.ordinal });
      return conversation;
    },
  };
  return { tools: createContextTools(storage as ContextStorage, () => 0), notes, reads: () => reads };
}

/** Asks for the answer with this ordinal, of a model that holds so many tokens for what is sent: one a letter, and 4 a message. */
export function requestFor(answer: number, room: number, more: Partial<ContextRequest> = {}): ContextRequest {
  const window = Math.ceil(room / 0.9) * 2;
  return {
    conversationId: 'c',
    leafId: `m${answer}`,
    answerId: `m${answer}`,
    ref: { endpoint: 'test', id: 'test-1' },
    facts: { contextTokens: window, capabilities: {}, assumed: false, source: 'configuration' },
    settings: { maxOutputTokens: 1_000_000 },
    ...more,
  };
}
