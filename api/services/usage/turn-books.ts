import type { Cost, FinalStatus, ModelRef } from '@parley/contracts';
import type { ModelCall, ModelEvent } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import type { CallBooks } from './call-books.ts';
import type { Ledger } from './ledger.ts';
import { addCosts } from './price-call.ts';

/** What the calls of one turn used, kept until the turn is settled with them. */
export interface TurnBooks {
  /** Opens the books of the next call; those of the one before are closed as failed. Throws `budget.exceeded`. */
  begin(ref: ModelRef, model: ResolvedModel, call: ModelCall, exhausted: (refusal: unknown) => void): Promise<CallBooks>;
  /** Once per event of the call under way. */
  observe(event: ModelEvent): void;
  /** What the turn is settled with: its calls, the last one with the status of the turn, and what the answer cost with all before. */
  settled(
    status: FinalStatus,
    before: Cost | undefined,
    at: number,
  ): { readonly ledger: readonly LedgerEntry[]; readonly cost: Cost | null };
}

/** `earlier`: calls that another node made for this turn before it died. */
export function createTurnBooks(
  ledger: Ledger,
  scope: Scope,
  turn: Pick<TurnRow, 'id' | 'conversationId'>,
  now: () => number,
  earlier: readonly LedgerEntry[] = [],
): TurnBooks {
  const entries = [...earlier];
  let open: CallBooks | null = null;
  const close = (status: FinalStatus, at: number): void => {
    if (open !== null) entries.push(open.entry(status, at));
    open = null;
  };
  return {
    async begin(ref, model, call, exhausted) {
      close('failed', now());
      const attempt = entries.length + 1;
      const { id: turnId, conversationId } = turn;
      const origin = { id: callId(turnId, attempt), kind: 'answer' as const, endpoint: ref.endpoint, turnId, conversationId, attempt };
      return (open = await ledger.open(scope, origin, model, call, exhausted));
    },
    observe: (event) => open?.observe(event),
    settled(status, before, at) {
      close(status, at);
      return {
        ledger: entries.filter((entry) => ledger.keeps(entry)),
        cost: addCosts([...(before === undefined ? [] : [before]), ...entries.map(({ cost }) => cost)]),
      };
    },
  };
}

export const callId = (turnId: string, attempt: number): string => `${turnId}/${attempt}`;
