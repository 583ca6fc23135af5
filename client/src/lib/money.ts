import { currentLocale } from '../localization/localization.ts';

/** Nano-dollars as money: whole cents from ten of them on, below as many digits as say something. */
export function formatMoney(nanodollars: number): string {
  const dollars = nanodollars / 1_000_000_000;
  const digits = dollars === 0 || dollars >= 0.1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 2, maximumFractionDigits: 9 };
  return new Intl.NumberFormat(currentLocale(), { style: 'currency', currency: 'USD', ...digits }).format(dollars);
}

/** A price in US dollars, with every digit of it. */
export const formatPrice = (dollars: number): string =>
  new Intl.NumberFormat(currentLocale(), { style: 'currency', currency: 'USD', maximumFractionDigits: 9 }).format(dollars);

export const formatCount = (count: number): string => new Intl.NumberFormat(currentLocale()).format(count);
