import type { ModelRef } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { SummaryRules } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ResolvedModel, ResolveModel } from '../endpoints/resolve-model.ts';
import { callModel } from '../usage/call-model.ts';
import type { Ledger } from '../usage/ledger.ts';
import { summaryOrigin } from './summary-origin.ts';
import { writerOf } from './summary-rules.ts';
import type { AskModel } from './write-summary.ts';

/** Who writes a summary. */
export interface SummaryWriter {
  readonly ref: ModelRef;
  /** What it holds, in its provider's tokens; absent: not known. */
  readonly contextTokens?: number;
  readonly ask: AskModel;
}

interface WriterNeeds {
  readonly rules: SummaryRules;
  readonly resolveModel: ResolveModel;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly logger: Logger;
}

interface WriterOf {
  readonly scope: Scope;
  readonly ref: ModelRef;
  readonly model: ResolvedModel;
  readonly conversationId: string;
  readonly turnId: string | null;
}

/** The model that the operator wants to write, else, and where that one cannot be used, the chat's own. Makes no network call. */
export async function openWriter(
  { rules, resolveModel, ledger, now, logger }: WriterNeeds,
  { scope, ref, model, conversationId, turnId }: WriterOf,
): Promise<SummaryWriter> {
  const writer = (of: ModelRef, by: ResolvedModel): SummaryWriter => ({
    ref: of,
    ...(by.facts.contextTokens === undefined ? {} : { contextTokens: by.facts.contextTokens }),
    ask: (call, signal) => callModel({ ledger, scope, origin: summaryOrigin(of, conversationId, turnId), model: by, call, signal, now }),
  });
  const wanted = writerOf(rules, ref);
  if (wanted.endpoint === ref.endpoint && wanted.id === ref.id) return writer(ref, model);
  try {
    return writer(wanted, await resolveModel(scope, wanted));
  } catch (error) {
    logger.warn({ model: wanted, reason: String(error) }, 'The model for summaries cannot be used; that of the chat writes them.');
    return writer(ref, model);
  }
}
