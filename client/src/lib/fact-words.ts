import '../localization/models-words.ts';
import type { ModelInfo, ModelPrices } from '@parley/contracts';
import { t } from '../localization/localization.ts';
import { formatCount, formatPrice } from './money.ts';

/** What a model charges, in words. */
export function priceWords(prices: ModelPrices | undefined): string {
  if (prices === undefined) return t('cost.unknown');
  if (prices.input === 0 && prices.output === 0) return t('cost.free');
  return t('models.price', { input: formatPrice(prices.input), output: formatPrice(prices.output) });
}

/** What a model holds, in words, with what is only assumed called so. */
export function contextWords({ contextTokens, assumed }: Pick<ModelInfo, 'contextTokens' | 'assumed'>): string {
  if (contextTokens === undefined) return t('models.contextUnknown');
  return t(assumed ? 'models.contextAssumed' : 'models.context', { tokens: formatCount(contextTokens) });
}
