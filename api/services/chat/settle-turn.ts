import type { Answer } from '@parley/chat-core';
import { RequestError } from '@parley/contracts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { SettledTurn, SettleTurn, TurnRow } from '../../storage/ports/turns.ts';
import type { ChatContext } from './chat-context.ts';
import { pause } from './pause.ts';
import type { Ending } from './turn-failure.ts';

/** What of an answer is stored at its end; its model where another answered than the turn's. */
type Settled = Pick<Answer, 'parts' | 'usage' | 'model'>;

/** What the turn called, and what its answer cost. */
type Spent = Pick<SettleTurn, 'ledger' | 'cost'>;

const firstRetry = 100;

/** Stores the answer as it stands and ends the turn, in one attempt. */
export function storeEnding(
  chat: ChatContext,
  scope: Scope,
  turn: TurnRow,
  answer: Settled,
  ending: Ending,
  spent: Spent,
): Promise<SettledTurn> {
  const { model } = answer;
  const isOther = model !== null && (model.endpoint !== turn.model.endpoint || model.id !== turn.model.id);
  return chat.storage.settleTurn(scope, {
    turnId: turn.id,
    epoch: turn.epoch,
    ...ending,
    parts: answer.parts,
    usage: answer.usage,
    ...spent,
    ...(isOther ? { model } : {}),
    now: chat.now(),
    node: chat.node,
  });
}

/**
 * Stores the answer as it stands and ends the turn, trying again for as long as the storage is away: the turn's log keeps the
 * words meanwhile. `gone`: the turn was purged. `left`: another node has taken it over, or this process stops first and recovery
 * settles it at the next start.
 */
export async function settleTurn(
  chat: ChatContext,
  scope: Scope,
  turn: TurnRow,
  answer: Settled,
  ending: Ending,
  spent: Spent,
): Promise<SettledTurn | 'gone' | 'left'> {
  for (let wait = firstRetry; ; wait = Math.min(wait * 2, chat.limits.settleRetryMost)) {
    try {
      return await storeEnding(chat, scope, turn, answer, ending, spent);
    } catch (error) {
      const code = error instanceof RequestError ? error.code : null;
      chat.logger.warn({ turnId: turn.id, code, reason: String(error) }, 'A turn could not be settled.');
      if (code === 'turn.not-found') return 'gone';
      if (code === 'turn.stale-epoch' || chat.closed.signal.aborted) return 'left';
    }
    await pause(wait, chat.closed.signal);
  }
}
