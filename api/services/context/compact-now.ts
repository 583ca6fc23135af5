import { RequestError, type ModelRef } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ContextDependencies } from './context-service.ts';
import { fitContext } from './fit-context.ts';
import { planContext } from './plan-context.ts';

const within = 120_000;

/** A summary of all but the last exchange of a branch, because a person asks for it. */
export async function compactNow(
  { tools, resolveModel, now, logger }: ContextDependencies,
  scope: Scope,
  conversationId: string,
  { leafId, model: ref }: { readonly leafId: string; readonly model: ModelRef },
  signal: AbortSignal,
): Promise<ConversationRow> {
  const { provider, facts } = await resolveModel(scope, ref);
  const plan = await planContext(tools, scope, { conversationId, leafId, ref, facts, settings: {} });
  const base = { tools, scope, plan, provider, now, signal, within, compaction: true, automatic: false };
  const { fold, conversation, failure } = await fitContext({ ...base, share: 0 });
  if (failure) {
    logger.warn({ model: ref, reason: String(failure) }, 'A summary could not be written.');
    throw new RequestError('context.summary-failed', { cause: failure });
  }
  if (fold === null) throw new RequestError('context.nothing-to-compact');
  if (conversation === null) throw new RequestError('message.not-found');
  return conversation;
}
