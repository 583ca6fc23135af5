import { RequestError, type ModelRef } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ContextDependencies } from './context-dependencies.ts';
import { fitContext } from './fit-context.ts';
import { summaryOrigin } from './summary-origin.ts';
import type { AskModel } from './write-summary.ts';
import { callModel } from '../usage/call-model.ts';
import { planContext } from './plan-context.ts';

const within = 120_000;

/** A summary of all but the last exchange of a branch, because a person asks for it. */
export async function compactNow(
  { tools, ledger, resolveModel, now, logger }: ContextDependencies,
  scope: Scope,
  conversationId: string,
  { leafId, model: ref }: { readonly leafId: string; readonly model: ModelRef },
  signal: AbortSignal,
): Promise<ConversationRow> {
  const model = await resolveModel(scope, ref);
  const { facts } = model;
  const plan = await planContext(tools, scope, { conversationId, leafId, ref, facts, settings: {} });
  const origin = summaryOrigin(ref, conversationId, null);
  const ask: AskModel = (call, until) => callModel({ ledger, scope, origin, model, call, signal: until, now });
  const base = { tools, scope, plan, ask, now, signal, within, compaction: true, automatic: false };
  const { fold, conversation, failure } = await fitContext({ ...base, share: 0 });
  // A budget that is used up is said as it is.
  if (failure instanceof RequestError) throw failure;
  if (failure) {
    logger.warn({ model: ref, reason: String(failure) }, 'A summary could not be written.');
    throw new RequestError('context.summary-failed', { cause: failure });
  }
  if (fold === null) throw new RequestError('context.nothing-to-compact');
  if (conversation === null) throw new RequestError('message.not-found');
  return conversation;
}
