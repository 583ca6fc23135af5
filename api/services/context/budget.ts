import type { ConversationSettings } from '@parley/contracts';
import type { ModelFacts } from '../models/model-facts.ts';
import { assumedContextTokens } from '../models/model-facts.ts';
import type { Calibration } from './count/calibrations.ts';
import type { SummaryRules } from '../../providers/port.ts';
import { ownSummaries } from './summary-rules.ts';
import type { Count } from './count/count.ts';
import { weigh } from './count/fit-weights.ts';
import type { CountMethod } from './count/text-counter.ts';

/** What there is room for, in tokens of the provider. */
export interface Budget {
  /** What the model holds, its answer included. */
  readonly window: number;
  /** Nobody said how much the model holds. */
  readonly assumed: boolean;
  /** Kept free for the answer. */
  readonly answer: number;
  /** What may be sent. */
  readonly input: number;
  /** Where folding begins: `input`, or less where the operator wants it earlier. */
  readonly foldAt: number;
  readonly method: CountMethod;
  readonly calibration: Calibration;
}

const usualAnswer = 4_096;
/** Kept free because a count is never exact: less once it is calibrated. */
const margins = { uncalibrated: 0.1, calibrated: 0.02 } as const;

/** An answer gets what its settings ask for, thoughts included, else what answers usually take; never more than half of the window. */
export function budgetFor(
  { maxOutputTokens, thinkingBudget = 0, compaction }: ConversationSettings,
  facts: Pick<ModelFacts, 'contextTokens' | 'assumed'>,
  method: CountMethod,
  calibration: Calibration,
  summaries: Pick<SummaryRules, 'enabled' | 'reserve' | 'at'> = ownSummaries,
): Budget {
  const window = facts.contextTokens ?? assumedContextTokens;
  const answer = Math.min(Math.max(maxOutputTokens ?? usualAnswer, thinkingBudget), Math.floor(window / 2));
  const margin = calibration.samples === 0 ? margins.uncalibrated : margins.calibrated;
  const reserved = Math.floor(window * (summaries.reserve ?? 0));
  const input = Math.max(0, Math.min(Math.floor((window - answer) * (1 - margin)), window - answer - reserved));
  const early = compaction === 'off' || !summaries.enabled ? undefined : summaries.at;
  const at = early === undefined ? input : 'share' in early ? Math.floor(window * early.share) : window - early.left;
  return { window, assumed: facts.assumed, answer, input, foldAt: Math.max(0, Math.min(input, at)), method, calibration };
}

/** What was counted here, as the provider will count it. */
export const calibrated = (counted: Count, { calibration }: Pick<Budget, 'calibration'>): number => weigh(calibration.weights, counted);
