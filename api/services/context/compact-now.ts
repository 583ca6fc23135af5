import { RequestError, type ModelRef } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ContextDependencies } from './context-dependencies.ts';
import { fitContext } from './fit-context.ts';
import { openWriter } from './open-writer.ts';
import { planContext } from './plan-context.ts';
import { rulesFor } from './summary-rules.ts';

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
  const summaries = rulesFor(tools.summaries(), model);
  const plan = await planContext(tools, scope, { conversationId, leafId, ref, facts, summaries, settings: {} });
  const about = { scope, ref, model, conversationId, turnId: null };
  const writer = await openWriter({ rules: summaries, resolveModel, ledger, now, logger }, about);
  const base = { tools, scope, plan, writer, now, signal, within, compaction: true, automatic: false };
  const { fold, conversation, failure } = await fitContext({ ...base, share: 0 });
  // A budget that is used up is said as it is.
  if (failure instanceof RequestError) throw failure;
  if (failure) {
    logger.warn({ model: writer.ref, reason: String(failure) }, 'A summary could not be written.');
    throw new RequestError('context.summary-failed', { cause: failure });
  }
  if (fold === null) throw new RequestError('context.nothing-to-compact');
  if (conversation === null) throw new RequestError('message.not-found');
  return conversation;
}
