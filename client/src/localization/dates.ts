import { currentLocale } from './localization.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = currentLocale() + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(currentLocale(), options);
  formats.set(key, known);
  return known;
}

/** `24 November 2026, 14:05`: for lists of sessions and details. */
export function formatMoment(timestamp: number): string {
  return format({ dateStyle: 'medium', timeStyle: 'short' }).format(timestamp);
}

/** `24 Nov`, with the year when it is another one than `now`'s. */
export function formatDay(timestamp: number, now: number = Date.now()): string {
  const sameYear = new Date(timestamp).getFullYear() === new Date(now).getFullYear();
  return format({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(timestamp);
}

/** A day of UTC (`2026-11-24`) as `24 Nov`, with the year when it is another one than `now`'s. */
export function formatUtcDay(day: string, now: number = Date.now()): string {
  const sameYear = new Date(now).toISOString().slice(0, 4) === day.slice(0, 4);
  return format({ day: 'numeric', month: 'short', timeZone: 'UTC', ...(sameYear ? {} : { year: 'numeric' }) }).format(Date.parse(day));
}

/** `November`, or `November 2025` when it is another year than `now`'s. */
export function formatMonth(timestamp: number, now: number = Date.now()): string {
  const sameYear = new Date(timestamp).getFullYear() === new Date(now).getFullYear();
  return format({ month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(timestamp);
}
