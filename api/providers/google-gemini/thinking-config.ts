import { geminiThinking } from '@parley/chat-core';
import type { ModelCall } from '../port.ts';
import type { GeminiThinking } from './gemini-types.ts';

export interface ThinkingChoice {
  readonly config?: GeminiThinking;
  readonly warnings: readonly string[];
}

type Effort = NonNullable<ModelCall['reasoningEffort']>;

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

const budgetOf = (tokens: number): GeminiThinking => ({ ...(tokens === 0 ? {} : { includeThoughts: true }), thinkingBudget: tokens });

/**
 * What is asked about thinking. Gemini 3 has levels, 2.5 has a budget in tokens; a request with both is refused, so that the budget, which is more
 * exact, wins.
 */
export function chooseThinking({ model, reasoningEffort, thinkingBudget }: ModelCall): ThinkingChoice {
  const kind = geminiThinking(model);
  if (thinkingBudget !== undefined) {
    const warnings = reasoningEffort === undefined ? [] : ['A thinking budget is set, so that the reasoning effort has no effect.'];
    return { config: budgetOf(thinkingBudget), warnings };
  }
  if (reasoningEffort !== undefined) {
    const config =
      kind === 'budget' ? budgetOf(budgets[reasoningEffort]) : { includeThoughts: true, thinkingLevel: levels[reasoningEffort] };
    return { config, warnings: [] };
  }
  // A model of a name that nobody knows is not asked for thoughts: it may not have any, and would refuse.
  return kind !== 'none' && model.includes('gemini') ? { config: { includeThoughts: true }, warnings: [] } : { warnings: [] };
}
