import type { Answer } from '@parley/chat-core';
import type { ModelRef, TurnEvent } from '@parley/contracts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import { callsOfLog, type KnownModel } from '../usage/calls-of-log.ts';
import type { ChatContext } from './chat-context.ts';

/** Without a log: one call that said what a checkpoint holds. What a continued answer held before cannot be told apart and is left out. */
function eventsOf({ kind, model: asked }: TurnRow, { parts, usage, model }: Answer): TurnEvent[] {
  const texts = kind === 'continue' ? [] : parts.flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : []));
  return [
    { type: 'attempt-start', attempt: 1, model: model ?? asked },
    ...texts.map((delta): TurnEvent => ({ type: 'text-delta', part: 'p', delta })),
    ...(usage === null ? [] : [{ type: 'usage' as const, usage }]),
  ];
}

/** What a turn had called before its node died: out of its log, else out of what was stored of its answer. */
export function callsBefore(chat: ChatContext, turn: TurnRow, events: readonly TurnEvent[] | null, answer: Answer): Promise<LedgerEntry[]> {
  const scope = scopeOfTurn(turn);
  const know = async (ref: ModelRef): Promise<KnownModel> => {
    const { unpriced } = await chat.ledger.spending();
    try {
      const model = await chat.resolveModel(scope, ref);
      const accounts = await chat.ledger.accountsOf(scope, ref.endpoint, model);
      return { facts: model.facts, accounts: accounts.map(({ id }) => id), unpriced };
    } catch (error) {
      // Its endpoint or its key is gone: what it cost is not known any more.
      chat.logger.warn({ turnId: turn.id, model: ref, reason: String(error) }, 'The price of a call cannot be found.');
      return { facts: null, accounts: [], unpriced };
    }
  };
  return callsOfLog(turn, events ?? eventsOf(turn, answer), know, chat.now());
}
