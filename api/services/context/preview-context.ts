import type { ContextView, InputPart, ModelRef } from '@parley/contracts';
import type { CallSettings } from '@parley/contracts';
import type { ModelProvider } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { acceptsOf, modelCall } from '../chat/model-call.ts';
import { assembleContext, toModelMessages } from './assemble-context.ts';
import { overflows, type ContextPlan } from './context-plan.ts';
import type { ContextDependencies } from './context-dependencies.ts';
import { placeOf } from './fit-context.ts';
import { foldPlan, splitPlan } from './fold-plan.ts';
import { planContext } from './plan-context.ts';
import { rulesFor } from './summary-rules.ts';
import { supposedFold, viewContext } from './view-context.ts';

export interface PreviewInput {
  readonly parentId: string | null;
  readonly model: ModelRef;
  readonly settings?: CallSettings | undefined;
  readonly parts: readonly InputPart[];
  /** The numbers alone. */
  readonly brief?: boolean;
}

/** A chat of many files may miss them all. */
const mostLeftOut = 100;

/** What a message would send now. Where sending would fold first, the view shows what stays, without the summary that is not written yet. */
export async function previewContext(
  { tools, resolveModel, resolveParts }: ContextDependencies,
  scope: Scope,
  conversationId: string,
  { parentId, model, settings = {}, parts, brief = false }: PreviewInput,
): Promise<ContextView> {
  const resolved = await resolveModel(scope, model);
  const { facts, provider } = resolved;
  const summaries = rulesFor(tools.summaries(), resolved);
  await tools.counter.load(model.id);
  const tail = parts.length === 0 ? {} : { tail: { role: 'user' as const, parts: await resolveParts(scope, model.endpoint, parts) } };
  const plan = await planContext(tools, scope, { conversationId, leafId: parentId, ref: model, facts, summaries, settings, ...tail });
  const next = overflows(plan) ? supposed(plan, summaries.enabled && plan.settings.compaction !== 'off') : null;
  const shown = next?.plan ?? plan;
  const view = await viewContext(tools, shown, {
    when: 'before',
    next: next?.kind ?? null,
    summaries: summaries.enabled,
    leftOut: leftOutOf(provider, shown),
    sentAt: null,
    usage: plan.kept.at(-1)?.message.usage ?? null,
    prices: facts.prices,
    sent: null,
  });
  return brief ? { ...view, items: [], dropped: [] } : view;
}

/** In the adapter's own words, so that they are those that come with the answer. */
function leftOutOf(provider: ModelProvider, plan: ContextPlan): ContextView['leftOut'] {
  const { ref, facts } = plan.request;
  const call = modelCall(ref.id, { messages: toModelMessages(assembleContext(plan)), settings: plan.settings });
  return (provider.leavesOut?.({ ...call, accepts: acceptsOf(facts) }) ?? [])
    .slice(0, mostLeftOut)
    .map(({ code, message }) => ({ code, message }));
}

function supposed(plan: ContextPlan, compaction: boolean): { readonly plan: ContextPlan; readonly kind: 'summary' | 'cut' } | null {
  const split = splitPlan(plan);
  const place = split && placeOf(split);
  if (split === null || place === null) return null;
  const isWorthIt = split.folded.length >= (plan.request.summaries?.fewest ?? 0);
  const kind = compaction && isWorthIt ? 'summary' : 'cut';
  return { kind, plan: foldPlan(plan, split, supposedFold(place.messageId, place.ordinal, kind), plan.summary, plan.summaryWeight) };
}
