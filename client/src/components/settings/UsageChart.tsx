import type { UsageReportRow } from '@parley/contracts';
import { formatCount, formatMoney } from '../../lib/money.ts';
import { daysOf, sumBy } from '../../lib/usage-sums.ts';
import { formatUtcDay } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';

const height = 96;
const step = 16;

/** What each day of a month cost; its tokens where no price is known. Each bar says its day and its figures; the table below says all of them. */
export function UsageChart({ month, rows }: { month: string; rows: readonly UsageReportRow[] }) {
  const byDay = new Map(sumBy(rows, ({ day = '' }) => day).map((sum) => [sum.name, sum]));
  const isMoney = rows.some(({ nanodollars }) => nanodollars > 0);
  const days = daysOf(month).map((day) => {
    const sum = byDay.get(day);
    const tokens = (sum?.inputTokens ?? 0) + (sum?.outputTokens ?? 0);
    return { day, value: isMoney ? (sum?.nanodollars ?? 0) : tokens, tokens, money: sum?.nanodollars ?? 0 };
  });
  const most = Math.max(1, ...days.map(({ value }) => value));
  const label = t(isMoney ? 'settings.usage.chart.money' : 'settings.usage.chart.tokens');
  return (
    <svg viewBox={`0 0 ${days.length * step} ${height + 14}`} role="img" aria-label={label} className="my-3 w-full text-accent">
      {days.map(({ day, value, tokens, money }, index) => {
        const bar = value === 0 ? 0 : Math.max(2, (value / most) * height);
        return (
          <g key={day}>
            <title>{`${formatUtcDay(day)}: ${isMoney ? `${formatMoney(money)}, ` : ''}${t('settings.usage.tokens', { tokens: formatCount(tokens) })}`}</title>
            <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
            <rect x={index * step + 2} y={height - bar} width={step - 4} height={bar} rx={2} fill="currentColor" />
            {(index + 1) % 5 === 0 ? (
              <text
                x={index * step + step / 2}
                y={height + 12}
                textAnchor="middle"
                className="fill-text-soft text-[9px] max-desk:text-[13px]"
              >
                {index + 1}
              </text>
            ) : null}
          </g>
        );
      })}
      <line x1={0} x2={days.length * step} y1={height} y2={height} stroke="currentColor" strokeOpacity={0.3} />
    </svg>
  );
}
