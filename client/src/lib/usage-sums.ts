import type { Cost, UsageReportRow } from '@parley/contracts';
import { hasUnknownPrice } from './cost-words.ts';

type Row = Cost & Partial<Pick<UsageReportRow, 'day'>>;

/** What a table, a bar or a line shows of several rows. */
export interface UsageSum {
  readonly name: string;
  readonly calls: number;
  readonly inputTokens: number;
  /** Of them, what the provider had in its cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly nanodollars: number;
  readonly unpriced: number;
  readonly estimated: number;
}

/** The rows that share a name, added up; the dearest first, then those with most tokens. */
export function sumBy<Of extends Row>(rows: readonly Of[], nameOf: (row: Of) => string): UsageSum[] {
  const sums = new Map<string, UsageSum>();
  for (const row of rows) {
    const name = nameOf(row);
    const before = sums.get(name);
    sums.set(name, {
      name,
      calls: (before?.calls ?? 0) + row.calls,
      inputTokens: (before?.inputTokens ?? 0) + row.inputTokens,
      cachedInputTokens: (before?.cachedInputTokens ?? 0) + row.cachedInputTokens,
      outputTokens: (before?.outputTokens ?? 0) + row.outputTokens,
      nanodollars: (before?.nanodollars ?? 0) + row.nanodollars,
      unpriced: (before?.unpriced ?? 0) + row.unpriced,
      estimated: (before?.estimated ?? 0) + row.estimated,
    });
  }
  return [...sums.values()].toSorted(
    (a, b) => b.nanodollars - a.nanodollars || b.inputTokens + b.outputTokens - a.inputTokens - a.outputTokens,
  );
}

/** Of what was sent, what came from the provider's cache, in whole percent; null where nothing did. */
export const cachedPercent = ({ inputTokens, cachedInputTokens }: Pick<UsageSum, 'inputTokens' | 'cachedInputTokens'>): number | null =>
  cachedInputTokens === 0 || inputTokens === 0 ? null : Math.round((cachedInputTokens / inputTokens) * 100);

/** Every day of a month (`2026-11`), so that days without use are seen too. */
export function daysOf(month: string): string[] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}

/** A month of UTC, so many before or after another. */
export function monthBeside(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

const columns = [
  'day',
  'name',
  'endpoint',
  'model',
  'kind',
  'calls',
  'inputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'dollars',
  'unpriced',
  'estimated',
] as const;

/** A field as RFC 4180 has it. What a spreadsheet would take for a formula is kept from being one. */
function field(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as a file for spreadsheets. */
export function toCsv(rows: readonly (UsageReportRow & { readonly name?: string })[]): string {
  const lines = rows.map((row) => {
    const values: Record<string, unknown> = {
      ...row,
      dollars: hasUnknownPrice(row) && row.nanodollars === 0 ? '' : row.nanodollars / 1_000_000_000,
    };
    return columns.map((column) => field(values[column])).join(',');
  });
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}
