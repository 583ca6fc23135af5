import { calibrated, type Budget } from './budget.ts';
import type { Weighed } from './context-plan.ts';
import type { ContextTools } from './context-tools.ts';
import { addCounts, nothingCounted, type Count } from './count/count.ts';

export const weightless: Weighed = { count: nothingCounted, tokens: 0 };

export const weighed = (count: Count, budget: Pick<Budget, 'calibration'>): Weighed => ({ count, tokens: calibrated(count, budget) });

export const addWeights = (one: Weighed, other: Weighed): Weighed => ({
  count: addCounts(one.count, other.count),
  tokens: one.tokens + other.tokens,
});

/** A text that is sent as a message of its own; nothing where it says nothing. */
export async function weighText({ counts }: Pick<ContextTools, 'counts'>, budget: Budget, text: string): Promise<Weighed> {
  if (text.trim() === '') return weightless;
  return weighed(await counts.of({ parts: [{ type: 'text', id: 'p1', text }] }, budget.method), budget);
}
