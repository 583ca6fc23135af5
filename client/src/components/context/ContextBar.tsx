import type { ContextView } from '@parley/contracts';
import { clsx } from 'clsx';
import { useInterface } from '../../hooks/use-interface.ts';
import { formatCount } from '../../lib/money.ts';
import { t, type WordKey } from '../../localization/localization.ts';
import { costAhead } from './cost-ahead.ts';
import { cachedShare, totalsOf, type OriginTotal } from './context-numbers.ts';

const colours: Readonly<Record<OriginTotal['origin'], string>> = {
  system: 'bg-text-soft',
  summary: 'bg-warn',
  pinned: 'bg-code-keyword',
  message: 'bg-accent',
  tool: 'bg-line-strong',
  file: 'bg-good',
  draft: 'bg-text',
};

export const originName = (origin: OriginTotal['origin']): string => t(`context.origin.${origin}` as WordKey);

/** How much is sent, of how much, from where. */
export function ContextBar({ view }: { view: ContextView }) {
  const { tokens, window, cost, usage } = view;
  const totals = totalsOf(view.items);
  const whole = Math.max(tokens, window.input, 1);
  const cached = cachedShare(usage);
  const { contextCost } = useInterface();
  const said = [...(contextCost ? [costAhead(cost, tokens)] : []), ...(cached === null ? [] : [t('context.cached', { share: cached })])];
  return (
    <section aria-label={t('context.summary')} className="grid gap-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <b className="font-semibold tabular-nums">
          {t(view.counting.samples === 0 && view.counting.method === 'estimate' ? 'context.about' : 'context.tokens', { count: tokens })}
        </b>
        <span className="text-text-soft tabular-nums">{t('context.of', { count: formatCount(window.input) })}</span>
        <span className="ms-auto text-text-soft tabular-nums">{said.join(', ')}</span>
      </p>
      <div aria-hidden className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-tint-strong">
        {totals.map(({ origin, tokens: of }) => (
          <span key={origin} className={clsx('h-full', colours[origin])} style={{ width: `${(of / whole) * 100}%` }} />
        ))}
      </div>
      <ul className="grid">
        {totals.map(({ origin, tokens: of, count }) => (
          <li key={origin} className="flex items-center gap-2.5 border-b border-line py-1.5 last:border-b-0">
            <span aria-hidden className={clsx('size-2.5 shrink-0 rounded-xs', colours[origin])} />
            <span className="font-medium">{originName(origin)}</span>
            <span className="text-text-soft">{t('context.parts', { count })}</span>
            <span className="ms-auto tabular-nums">{formatCount(of)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
