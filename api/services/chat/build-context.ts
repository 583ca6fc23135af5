import type { ConversationSettings, Part } from '@parley/contracts';
import { RequestError } from '@parley/contracts';
import type { ModelMessage } from '../../providers/port.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { BranchPage, MessageRow, MessageStore } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';

/** What is sent to a model for one turn. */
export interface TurnContext {
  /** Oldest first; ends with the question, or with the answer that is continued. */
  readonly messages: ModelMessage[];
  /** The conversation's settings with the turn's own laid over them. */
  readonly settings: ConversationSettings;
  readonly conversation: ConversationRow;
  /** Whether this is the first question of a conversation and its answer. */
  readonly firstExchange: boolean;
}

/** One read of this many messages is enough for nearly every branch; what is deeper is read only while the budget lasts. */
const pageMessages = 256;

/** Cautious for English, about right for code; a provider that still finds it too long says so. */
const charactersPerToken = 3;

/** Characters that fit into the model beside its answer. */
export function contextBudget(settings: ConversationSettings, contextTokens: number | undefined, unknown: number): number {
  if (contextTokens === undefined) return unknown;
  const forAnswer = Math.min(settings.maxOutputTokens ?? 4_096, contextTokens / 2);
  const forMessages = (contextTokens - forAnswer) * charactersPerToken - (settings.instructions?.length ?? 0);
  return Math.max(0, Math.floor(forMessages));
}

function partCharacters(part: Part): number {
  let characters = 0;
  for (const field of ['text', 'arguments', 'content'] as const) {
    const value = (part as Record<string, unknown>)[field];
    if (typeof value === 'string') characters += value.length;
  }
  return characters;
}

const messageCharacters = (message: ModelMessage): number => message.parts.reduce((sum, part) => sum + partCharacters(part), 0);

/** An answer that never came, and a row that cannot be read, have nothing to say to a model. */
const isSendable = (message: BranchPage['messages'][number]): message is Extract<typeof message, MessageRow> =>
  !('type' in message) && message.parts.some(({ type }) => type !== 'fallback');

/**
 * Reads what a turn sends: the branch above its answer, newest first, as far as the budget reaches. The work grows with what is sent, never
 * with the conversation. `soFar`, what there is of an answer that is gone on with, is sent last. The newest message is sent whatever its
 * length.
 */
export async function buildContext(
  storage: Pick<MessageStore, 'readBranch'>,
  scope: Scope,
  turn: TurnRow,
  budgetOf: (settings: ConversationSettings) => number,
  soFar: readonly Part[] = [],
): Promise<TurnContext> {
  const read = async (beforeId?: string): Promise<BranchPage> => {
    const from = beforeId === undefined ? {} : { beforeId };
    const page = await storage.readBranch(scope, turn.conversationId, { leafId: turn.answerId, ...from, limit: pageMessages });
    if (page === null) throw new RequestError('conversation.not-found');
    if (page === 'no-message') throw new RequestError('message.not-found');
    return page;
  };

  let page = await read();
  const { conversation } = page;
  const settings = { ...conversation.settings, ...turn.settings };
  const firstExchange = page.earlier === null && page.messages.length === 2;

  // The answer grows while it is streamed; what was sent does not.
  const newestFirst: ModelMessage[] = soFar.length === 0 ? [] : [{ role: 'assistant', parts: structuredClone([...soFar]) }];
  let left = budgetOf(settings) - newestFirst.reduce((sum, message) => sum + messageCharacters(message), 0);
  for (;;) {
    for (const message of page.messages.toReversed()) {
      if (!isSendable(message) || message.id === turn.answerId) continue;
      left -= messageCharacters(message);
      if (left < 0 && newestFirst.length > 0) break;
      newestFirst.push({ role: message.role, parts: message.parts });
    }
    if (left <= 0 || page.earlier === null) break;
    page = await read(page.earlier);
  }
  return { messages: withoutLooseAnswer(newestFirst.toReversed()), settings, conversation, firstExchange };
}

/** A context that was cut begins with a question, as some providers demand. */
function withoutLooseAnswer(messages: ModelMessage[]): ModelMessage[] {
  const first = messages.findIndex((message) => message.role !== 'assistant');
  return messages.slice(Math.max(0, first));
}
