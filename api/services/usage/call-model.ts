import type { FinalStatus } from '@parley/contracts';
import type { ModelCall, ModelEvent } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import type { CallOrigin, Ledger } from './ledger.ts';

interface Call {
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly origin: CallOrigin;
  readonly model: ResolvedModel;
  readonly call: ModelCall;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/**
 * One call of a model that belongs to no turn: reserved before, streamed, and written down when it ends, however it ends. Throws `budget.exceeded`, also in
 * the middle, when what could be had is used up, and what the provider throws. A reader that leaves ends the call.
 */
export async function* callModel({ ledger, scope, origin, model, call, signal, now }: Call): AsyncGenerator<ModelEvent, void, undefined> {
  const own = new AbortController();
  let refusal: unknown;
  const books = await ledger.open(scope, origin, model, call, (reason) => {
    refusal ??= reason;
    own.abort();
  });
  let status: FinalStatus = 'stopped';
  try {
    const { conversationId } = origin;
    const asked = conversationId === null ? call : { origin: { conversationId }, ...call };
    for await (const event of model.provider.stream(asked, AbortSignal.any([signal, own.signal]))) {
      books.observe(event);
      if (event.type === 'finish') status = 'done';
      yield event;
    }
    if (refusal !== undefined) throw refusal;
  } catch (error) {
    status = 'failed';
    throw error;
  } finally {
    own.abort();
    await ledger.record(scope, books.entry(status, now()));
  }
}
