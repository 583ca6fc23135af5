import { formatMoney } from '../../lib/money.ts';
import { t } from '../../localization/localization.ts';

/** What so many tokens will cost, in words: about how much money, that it is free, or, for null, that nobody knows. Dollars. */
export function costAhead(dollars: number | null, tokens: number): string {
  if (dollars === null) return t('cost.unknown');
  return dollars === 0 && tokens > 0 ? t('cost.free') : t('context.cost', { cost: formatMoney(dollars * 1_000_000_000) });
}
