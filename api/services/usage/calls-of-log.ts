import type { ModelRef, TurnEvent } from '@parley/contracts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import { createCallBooks, type CallBooks } from './call-books.ts';
import { callId } from './turn-books.ts';

/** What is known of a model now, for a call that another node made. */
export interface KnownModel {
  readonly facts: ModelFacts | null;
  readonly accounts: readonly string[];
  /** What stands in for a price that nobody knows. */
  readonly unpriced: NonNullable<ModelFacts['prices']>;
}

/**
 * The calls that a turn had made when its node died, out of its log: all but the last failed, the last was interrupted. What the provider had not
 * counted by then is estimated from the words that arrived.
 */
export async function callsOfLog(
  turn: Pick<TurnRow, 'id' | 'conversationId' | 'model'>,
  events: readonly TurnEvent[],
  know: (ref: ModelRef) => Promise<KnownModel>,
  now: number,
): Promise<LedgerEntry[]> {
  const books: CallBooks[] = [];
  const ended = events.at(-1);
  for (const event of events) {
    if (event.type === 'attempt-start') books.push(await openBooks(turn, event, books.length + 1, know));
    else observe(books.at(-1), event);
  }
  const last = ended?.type === 'turn-end' ? ended.status : 'interrupted';
  if (ended?.type === 'turn-end' && ended.status === 'done') books.at(-1)?.observe({ type: 'finish', stopReason: ended.stopReason });
  return books.map((each, index) => each.entry(index === books.length - 1 ? last : 'failed', now));
}

async function openBooks(
  { id: turnId, conversationId, model: asked }: Pick<TurnRow, 'id' | 'conversationId' | 'model'>,
  { model: ref = asked, inputTokens = 0 }: Extract<TurnEvent, { type: 'attempt-start' }>,
  attempt: number,
  know: (ref: ModelRef) => Promise<KnownModel>,
): Promise<CallBooks> {
  const { facts, accounts, unpriced } = await know(ref);
  const prices = facts?.prices;
  const origin = {
    id: callId(turnId, attempt),
    kind: 'answer' as const,
    endpoint: ref.endpoint,
    model: ref.id,
    turnId,
    conversationId,
    attempt,
  };
  return createCallBooks(
    { ...origin, inputTokens, ...(prices === undefined ? {} : { prices }) },
    // What it used is used: nothing more is asked for, and nobody can be stopped.
    {
      accounts,
      prices: prices ?? unpriced,
      outputTokens: Number.MAX_SAFE_INTEGER,
      more: async () => undefined,
      exhausted: () => undefined,
    },
  );
}

function observe(books: CallBooks | undefined, event: TurnEvent): void {
  switch (event.type) {
    case 'usage':
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-call-delta':
      books?.observe(event);
  }
}
