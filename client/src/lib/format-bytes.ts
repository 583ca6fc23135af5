import { currentLocale } from '../localization/localization.ts';

const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in the largest unit that gives a number of one or more; kilobytes at least. */
export function formatBytes(bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_024)) - 1));
  const value = bytes === 0 ? 0 : Math.max(0.1, bytes / 1_024 ** (step + 1));
  const maximumFractionDigits = value < 10 ? 1 : 0;
  const format = { style: 'unit', unit: units[step] ?? 'kilobyte', unitDisplay: 'short', maximumFractionDigits } as const;
  return new Intl.NumberFormat(currentLocale(), format).format(value);
}
