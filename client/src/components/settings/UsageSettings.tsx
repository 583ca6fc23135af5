import { useQuery } from '@tanstack/react-query';
import type { Allowance, Endpoint, UsageReportRow } from '@parley/contracts';
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import { useEndpoints } from '../../hooks/use-endpoints.ts';
import { costWords, hasUnknownPrice } from '../../lib/cost-words.ts';
import { namesOf } from '../../lib/name-of-model.ts';
import { useIsAdministrator } from '../../hooks/use-is-administrator.ts';
import { formatMoney } from '../../lib/money.ts';
import { monthBeside, sumBy, toCsv } from '../../lib/usage-sums.ts';
import { formatMoment, formatMonth, formatUtcDay } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Segments } from '../ui/Segments.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { UsageChart } from './UsageChart.tsx';
import { usageQuery, type UsageReport } from './usage-query.ts';
import { UsageTable } from './UsageTable.tsx';
import './usage.css';

type Whose = 'mine' | 'everybody';

/** What was used and what it cost, a month at a time; an administrator sees everybody's too. */
export function UsageSettings() {
  const administrator = useIsAdministrator();
  const [now] = useState(() => new Date().toISOString().slice(0, 7));
  const [month, setMonth] = useState(now);
  const [whose, setWhose] = useState<Whose>('mine');
  const report = useQuery(usageQuery(month, whose));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2 py-3">
        <div className="flex items-center gap-1">
          <IconButton label={t('settings.usage.before')} onClick={() => setMonth(monthBeside(month, -1))}>
            <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
          <output className="min-w-28 text-center font-medium">{formatMonth(Date.parse(`${month}-15`))}</output>
          <IconButton label={t('settings.usage.after')} disabled={month >= now} onClick={() => setMonth(monthBeside(month, 1))}>
            <ChevronRight aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        </div>
        {administrator ? (
          <Segments<Whose>
            label={t('settings.usage.whose')}
            value={whose}
            onChange={setWhose}
            options={[
              { value: 'mine', label: t('settings.usage.mine') },
              { value: 'everybody', label: t('settings.usage.everybody') },
            ]}
          />
        ) : null}
      </div>
      {report.isPending ? <Skeleton className="my-4 h-40 w-full rounded-m" /> : null}
      {report.isError ? <ErrorNotice error={report.error} onRetry={() => void report.refetch()} className="my-4" /> : null}
      {report.data ? <Report month={month} whose={whose} report={report.data} /> : null}
    </>
  );
}

function Report({ month, whose, report: { rows, allowances } }: { month: string; whose: Whose; report: UsageReport }) {
  const [total] = sumBy(rows, () => '');
  const kinds = sumBy(rows, ({ kind }) => kind);
  const people = new Map(rows.map(({ userId = '', name = '' }) => [userId, name]));
  const endpoints = useEndpoints().data;
  return (
    <>
      {allowances.map((allowance) => (
        <AllowanceLine key={`${allowance.who} ${allowance.endpoint ?? ''}`} allowance={allowance} endpoints={endpoints} />
      ))}
      {total === undefined ? (
        <p className="py-4 text-text-soft">{t('settings.usage.none')}</p>
      ) : (
        <>
          <p className="pt-3 text-title font-semibold tabular-nums">{costWords(total)}</p>
          {hasUnknownPrice(total) && total.nanodollars > 0 ? (
            <p className="text-small text-text-soft">{t('settings.usage.partly', { count: total.unpriced })}</p>
          ) : null}
          {total.estimated > 0 ? (
            <p className="text-small text-text-soft">{t('settings.usage.estimated', { count: total.estimated })}</p>
          ) : null}
          <UsageChart month={month} rows={rows} />
          <UsageTable
            caption={t('settings.usage.byModel')}
            of={t('settings.usage.model')}
            sums={sumBy(rows, ({ endpoint, model }) => JSON.stringify([endpoint, model]))}
            words={(name) => <ModelName endpoints={endpoints} of={JSON.parse(name) as [string, string]} />}
          />
          {whose === 'everybody' ? (
            <UsageTable
              caption={t('settings.usage.byPerson')}
              of={t('settings.usage.person')}
              sums={sumBy(rows, ({ userId = '' }) => userId)}
              words={(id) => <bdi>{people.get(id) || t('settings.usage.nobody')}</bdi>}
            />
          ) : null}
          {kinds.length > 1 ? (
            <UsageTable
              caption={t('settings.usage.byKind')}
              of={t('settings.usage.kind')}
              sums={kinds}
              words={(kind) => t(`settings.usage.kind.${kind as UsageReportRow['kind']}`)}
            />
          ) : null}
          <UsageTable
            caption={t('settings.usage.byDay')}
            of={t('settings.usage.day')}
            sums={sumBy(rows, ({ day = '' }) => day).toSorted((a, b) => a.name.localeCompare(b.name))}
            words={(day) => formatUtcDay(day)}
          />
          <Button onClick={() => save(`parley-usage-${month}.csv`, toCsv(rows))} className="mb-4">
            <Download aria-hidden />
            {t('settings.usage.csv')}
          </Button>
        </>
      )}
    </>
  );
}

/** A model as the picker calls it, with its provider below. */
function ModelName({ endpoints, of: [endpointId, modelId] }: { endpoints: readonly Endpoint[] | undefined; of: [string, string] }) {
  const { model, endpoint } = namesOf(endpoints, endpointId, modelId);
  return (
    <>
      <bdi>{model}</bdi> <bdi className="block text-text-soft">{endpoint}</bdi>
    </>
  );
}

/** What is left of a budget or a balance. */
function AllowanceLine({ allowance, endpoints }: { allowance: Allowance; endpoints: readonly Endpoint[] | undefined }) {
  const { who, endpoint, granted, spent, reserved, until } = allowance;
  const left = Math.max(0, granted - spent - reserved);
  const money = (dollars: number): string => formatMoney(dollars * 1_000_000_000);
  return (
    <div className="border-b border-line py-3">
      <p>
        {t(`settings.usage.${who}`)}
        {endpoint === null ? '' : ` · ${endpoints?.find(({ id }) => id === endpoint)?.name ?? endpoint}`}
      </p>
      <meter min={0} max={granted} value={left} aria-label={t(`settings.usage.${who}`)} className="allowance my-1.5" />
      <p className="text-small text-text-soft">
        {t('settings.usage.left', { left: money(left), granted: money(granted) })}
        {until === null ? '' : ` ${t('settings.usage.until', { moment: formatMoment(Date.parse(until)) })}`}
      </p>
    </div>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
