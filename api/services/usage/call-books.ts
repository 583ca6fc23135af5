import type { FinalStatus, ModelPrices, Usage } from '@parley/contracts';
import type { ModelEvent } from '../../providers/port.ts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import { bytesPerToken } from './estimate-tokens.ts';
import { costOfCall, priceTokens, tokensOf, type CallTokens } from './price-call.ts';

/** What one call is, before it is made. */
export interface CallNote extends Pick<LedgerEntry, 'id' | 'kind' | 'endpoint' | 'model' | 'turnId' | 'conversationId' | 'attempt'> {
  /** Tokens that are sent, about. */
  readonly inputTokens: number;
  /** Absent: nobody knows what it costs. */
  readonly prices?: ModelPrices;
}

/** What is reserved for a call, and how more is had. */
export interface Held {
  /** The accounts that pay; none: nobody counts, and nothing is ever refused. */
  readonly accounts: readonly string[];
  /** What stands in for a price that nobody knows. */
  readonly prices: ModelPrices;
  /** Tokens of output that are paid for already, and that each further step pays for. */
  readonly outputTokens: number;
  /** Reserves the next step. Rejects with the refusal. */
  readonly more: () => Promise<void>;
  /** Hears that the call has to end, and why. */
  readonly exhausted: (refusal: unknown) => void;
}

/** The account of one call while it streams. */
export interface CallBooks {
  readonly note: CallNote;
  /** Once per event: a comparison and a sum of bytes for each piece. */
  observe(event: ModelEvent): void;
  /** The call as it is written down. */
  entry(status: FinalStatus, at: number): LedgerEntry;
}

/** How much of a step is used up when the next one is asked for. */
const askAt = 0.5;

function pieceBytes(event: ModelEvent): number {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-call-delta':
      return Buffer.byteLength(event.delta);
    default:
      return 0;
  }
}

export function createCallBooks(note: CallNote, held: Held): CallBooks {
  let usage: Usage = {};
  let bytes = 0;
  let finished = false;
  let paidBytes = held.accounts.length === 0 ? Number.POSITIVE_INFINITY : held.outputTokens * bytesPerToken;
  let asked: 'no' | 'yes' | 'refused' = 'no';
  let refusal: unknown;

  const ask = (): void => {
    asked = 'yes';
    held.more().then(
      () => {
        paidBytes += held.outputTokens * bytesPerToken;
        asked = 'no';
      },
      (error: unknown) => {
        asked = 'refused';
        refusal = error;
        if (bytes >= paidBytes) held.exhausted(error);
      },
    );
  };

  /** Beyond half of what is paid for more is asked; beyond all of it a call that was refused ends, and one that waits for the answer may go on until it comes. */
  const watch = (): void => {
    if (asked === 'no') ask();
    else if (asked === 'refused' && bytes >= paidBytes) held.exhausted(refusal);
  };

  const tokens = (status: FinalStatus): CallTokens => {
    // A provider that failed before its first word and counted nothing charges nothing.
    const isUntouched = bytes === 0 && status === 'failed' && usage.inputTokens === undefined && usage.outputTokens === undefined;
    if (isUntouched) return { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0, estimated: false };
    return tokensOf(usage, { input: note.inputTokens, output: Math.ceil(bytes / bytesPerToken) }, finished);
  };

  return {
    note,
    observe(event) {
      if (event.type === 'usage') usage = { ...usage, ...event.usage };
      else if (event.type === 'finish') finished = true;
      else {
        bytes += pieceBytes(event);
        if (bytes >= paidBytes - held.outputTokens * bytesPerToken * askAt) watch();
      }
    },
    entry(status, at) {
      const { inputTokens: _, prices, ...rest } = note;
      const used = tokens(status);
      return {
        ...rest,
        status,
        cost: costOfCall(used, prices),
        prices: prices ?? null,
        charged: held.accounts.length === 0 ? 0 : priceTokens(used, prices ?? held.prices),
        accounts: held.accounts,
        at,
      };
    },
  };
}
