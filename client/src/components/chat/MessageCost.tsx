import type { Message } from '@parley/contracts';
import { useInterface } from '../../hooks/use-interface.ts';
import { costWords } from '../../lib/cost-words.ts';
import { formatCount } from '../../lib/money.ts';
import { t } from '../../localization/localization.ts';

/** What an answer used and, unless the operator hides it, cost, in short; all of it when it is pointed at and for screen readers. */
export function MessageCost({ message: { cost, usage } }: { message: Pick<Message, 'cost' | 'usage'> }) {
  const { contextCost } = useInterface();
  if (!cost) {
    const count = usage?.outputTokens ?? 0;
    return count > 0 ? <span className="ms-auto ps-3 text-small tabular-nums">{t('message.tokens', { count })}</span> : null;
  }
  // It failed before anything was used: there is nothing to say.
  if (cost.inputTokens + cost.outputTokens === 0) return null;
  const price = contextCost ? costWords(cost) : '';
  const whole = [
    t('message.inputTokens', { tokens: formatCount(cost.inputTokens) }),
    ...(cost.cachedInputTokens > 0 ? [t('message.cachedTokens', { tokens: formatCount(cost.cachedInputTokens) })] : []),
    t('message.outputTokens', { tokens: formatCount(cost.outputTokens) }),
    ...(cost.reasoningTokens > 0 ? [t('message.reasoningTokens', { tokens: formatCount(cost.reasoningTokens) })] : []),
    ...(cost.calls > 1 ? [t('message.calls', { count: cost.calls })] : []),
    ...(cost.estimated > 0 ? [t('message.estimated')] : []),
    ...(price === '' ? [] : [price]),
  ].join(' · ');
  // Only of money can there be about so much: what is free or unknown is so whatever the estimate.
  const amount = price === '' ? '' : ` · ${cost.estimated > 0 && cost.nanodollars > 0 ? '≈ ' : ''}${price}`;
  return (
    <span className="ms-auto ps-3 text-small tabular-nums" title={whole}>
      <span aria-hidden>{`${t('message.tokens', { count: cost.outputTokens })}${amount}`}</span>
      <span className="sr-only">{whole}</span>
    </span>
  );
}
