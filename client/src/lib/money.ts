import { currentLocale } from '../localization/localization.ts';

/** Nano-dollars as money: whole cents from a dollar on, below it as many digits as say something. */
export function formatMoney(nanodollars: number): string {
  const dollars = nanodollars / 1_000_000_000;
  const digits = dollars === 0 || dollars >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 2, maximumFractionDigits: 9 };
  return new Intl.NumberFormat(currentLocale(), { style: 'currency', currency: 'USD', ...digits }).format(dollars);
}

export const formatCount = (count: number): string => new Intl.NumberFormat(currentLocale()).format(count);
