import type { ModelInfo, ModelPrices } from '@parley/contracts';
import type { ReactNode } from 'react';
import { formatCount, formatPrice } from '../../../lib/money.ts';
import { t } from '../../../localization/localization.ts';
import { capabilities } from './facts-draft.ts';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)] gap-x-4 py-0.5">
      <dt className="text-text-soft">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

function Prices({ prices }: { prices: ModelPrices }) {
  const { input, output, cachedInput, cacheWrite, long } = prices;
  return (
    <>
      <Fact name={t('settings.models.input')}>{formatPrice(input)}</Fact>
      <Fact name={t('settings.models.output')}>{formatPrice(output)}</Fact>
      {cachedInput === undefined ? null : <Fact name={t('settings.models.cachedInput')}>{formatPrice(cachedInput)}</Fact>}
      {cacheWrite === undefined ? null : <Fact name={t('settings.models.cacheWrite')}>{formatPrice(cacheWrite)}</Fact>}
      {long === undefined ? null : (
        <Fact name={t('settings.models.long', { tokens: formatCount(long.above) })}>
          {t('settings.models.longPrices', { input: formatPrice(long.input), output: formatPrice(long.output) })}
        </Fact>
      )}
    </>
  );
}

/** What is taken for true of a model, figure by figure. */
export function FactsList({ info: { contextTokens, outputTokens, assumed, capabilities: can = {}, prices } }: { info: ModelInfo }) {
  const tokens = (count: number): string => t('settings.models.tokens', { tokens: formatCount(count) });
  const named = (known: boolean): string =>
    capabilities
      .filter((name) => can[name] === known)
      .map((name) => t(`settings.models.can.${name}`))
      .join(', ');
  return (
    <dl className="text-small">
      <Fact name={t('settings.models.contextTokens')}>
        {contextTokens === undefined ? t('settings.models.unknown') : tokens(contextTokens)}
        {assumed ? <span className="text-warn"> · {t('settings.models.isAssumed')}</span> : null}
      </Fact>
      <Fact name={t('settings.models.outputTokens')}>
        {outputTokens === undefined ? t('settings.models.unknown') : tokens(outputTokens)}
      </Fact>
      <Fact name={t('settings.models.can')}>{named(true) || t('settings.models.unknown')}</Fact>
      {named(false) === '' ? null : <Fact name={t('settings.models.cannot')}>{named(false)}</Fact>}
      {prices === undefined ? (
        <Fact name={t('settings.models.prices')}>{t('settings.models.unknown')}</Fact>
      ) : prices.input === 0 && prices.output === 0 ? (
        <Fact name={t('settings.models.prices')}>{t('cost.free')}</Fact>
      ) : (
        <Prices prices={prices} />
      )}
    </dl>
  );
}
