import type { ModelCall } from '../port.ts';
import type { GeminiThinking } from './gemini-types.ts';

export interface ThinkingChoice {
  readonly config?: GeminiThinking;
  readonly warnings: readonly string[];
}

type Effort = NonNullable<ModelCall['reasoningEffort']>;

/** Models that think: 2.5 and all later ones but those that only draw or speak. A model of any other name is not asked to. */
const thinks = /gemini-(?:2\.5|[3-9]|\d\d)(?!.*-(?:image|tts))|gemini-2\.0-flash-thinking|gemini-(?:flash|pro|flash-lite)-latest/;
const hasLevels = /gemini-(?:[3-9]|\d\d)/;

/** Tokens, as Google's own translation of efforts has them. */
const budgets: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1_024,
  low: 1_024,
  medium: 8_192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

const levels: Readonly<Record<Effort, NonNullable<GeminiThinking['thinkingLevel']>>> = {
  none: 'MINIMAL',
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
  max: 'HIGH',
};

function fromEffort(model: string, effort: Effort): ThinkingChoice {
  const isMore = effort === 'xhigh' || effort === 'max';
  if (!hasLevels.test(model)) {
    const warnings = isMore ? [`This provider's highest reasoning effort is high; ${effort} was lowered.`] : [];
    return { config: effort === 'none' ? { thinkingBudget: 0 } : { includeThoughts: true, thinkingBudget: budgets[effort] }, warnings };
  }
  const warnings = isMore
    ? [`This provider's highest reasoning effort is high; ${effort} was lowered.`]
    : effort === 'none'
      ? ['This model always thinks; the least it takes is asked for.']
      : [];
  return { config: { includeThoughts: true, thinkingLevel: levels[effort] }, warnings };
}

/**
 * What is asked about thinking. Gemini 3 has levels, 2.5 has a budget in tokens, and a budget is taken by both; a request with both is refused, so
 * that the budget, which is more exact, wins.
 */
export function chooseThinking({ model, reasoningEffort, thinkingBudget }: ModelCall): ThinkingChoice {
  if (thinkingBudget !== undefined) {
    const warnings = reasoningEffort === undefined ? [] : ['A thinking budget is set, so that the reasoning effort has no effect.'];
    return { config: { ...(thinkingBudget === 0 ? {} : { includeThoughts: true }), thinkingBudget }, warnings };
  }
  if (reasoningEffort !== undefined) return fromEffort(model, reasoningEffort);
  return thinks.test(model) ? { config: { includeThoughts: true }, warnings: [] } : { warnings: [] };
}
