import type { ModelRef } from '@parley/contracts';
import type { SummaryRules } from '../../providers/port.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';

/** What holds where the operator says nothing: summaries, when the room is used up, by the model of the chat. */
export const ownSummaries: SummaryRules = { enabled: true };

/** The rules for a chat with one model: what is said of its endpoint comes before what is said of all. */
export function rulesFor({ by, ...all }: SummaryRules, { summaries }: Pick<ResolvedModel, 'summaries'>): SummaryRules {
  const { enabled = all.enabled, model } = summaries ?? {};
  const writer = model === undefined ? by : model === null ? undefined : { id: model };
  return { ...all, enabled, ...(writer === undefined ? {} : { by: writer }) };
}

/** The model that writes the summaries of a chat with `ref`. */
export const writerOf = ({ by }: SummaryRules, ref: ModelRef): ModelRef =>
  by === undefined ? ref : { endpoint: by.endpoint ?? ref.endpoint, id: by.id };
