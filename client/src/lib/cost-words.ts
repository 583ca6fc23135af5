import type { Cost } from '@parley/contracts';
import { t } from '../localization/localization.ts';
import { formatMoney } from './money.ts';

type Counted = Pick<Cost, 'inputTokens' | 'outputTokens' | 'nanodollars' | 'unpriced'>;

/** Whether anything was used whose price nobody knows. A call that failed before it used anything costs nothing, whatever its price. */
export const hasUnknownPrice = ({ inputTokens, outputTokens, unpriced }: Counted): boolean =>
  unpriced > 0 && inputTokens + outputTokens > 0;

/** What was paid, in words: money, that it was free, or that nobody knows. */
export function costWords(cost: Counted): string {
  if (hasUnknownPrice(cost) && cost.nanodollars === 0) return t('cost.unknown');
  const isFree = cost.nanodollars === 0 && cost.inputTokens + cost.outputTokens > 0;
  return isFree ? t('cost.free') : formatMoney(cost.nanodollars);
}
