import type { ModelCapabilities, ModelEntry } from '@parley/contracts';
import { numberOf } from '../../../lib/field-refusal.ts';

type Capability = keyof ModelCapabilities;

/** Written out, because the contract's own list would bring its schemas into the page. */
export const capabilities = ['images', 'documents', 'audio', 'tools', 'reasoning', 'json'] as const satisfies readonly Capability[];

/** The figures of the form, by where the server looks for them. */
export const figures = [
  'contextTokens',
  'outputTokens',
  'prices.input',
  'prices.output',
  'prices.cachedInput',
  'prices.cacheWrite',
  'prices.long.above',
  'prices.long.input',
  'prices.long.output',
] as const;
export type Figure = (typeof figures)[number];

/** What is written in the form: texts as they were typed, and what was said of each capability. */
export interface FactsDraft {
  readonly figures: Readonly<Record<Figure, string>>;
  readonly can: ModelCapabilities;
}

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** What was said so far, as the form begins with it. */
export function toDraft({ contextTokens, outputTokens, capabilities: can = {}, prices }: ModelEntry): FactsDraft {
  return {
    can,
    figures: {
      contextTokens: textOf(contextTokens),
      outputTokens: textOf(outputTokens),
      'prices.input': textOf(prices?.input),
      'prices.output': textOf(prices?.output),
      'prices.cachedInput': textOf(prices?.cachedInput),
      'prices.cacheWrite': textOf(prices?.cacheWrite),
      'prices.long.above': textOf(prices?.long?.above),
      'prices.long.input': textOf(prices?.long?.input),
      'prices.long.output': textOf(prices?.long?.output),
    },
  };
}

/** Only what was filled in; `before` keeps the rates of long requests that the form has no fields for. The server says whether it is right. */
export function fromDraft({ figures: typed, can }: FactsDraft, before: ModelEntry): ModelEntry {
  const given = (...names: Figure[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = numberOf(typed[name]);
        return value === undefined ? [] : [[name.split('.').at(-1)!, value] as const];
      }),
    );
  const long = given('prices.long.above', 'prices.long.input', 'prices.long.output');
  const rates = given('prices.input', 'prices.output', 'prices.cachedInput', 'prices.cacheWrite');
  const hasLong = Object.keys(long).length > 0;
  const prices = { ...rates, ...(hasLong ? { long: { ...before.prices?.long, ...long } } : {}) };
  return {
    ...given('contextTokens', 'outputTokens'),
    ...(Object.keys(can).length > 0 ? { capabilities: can } : {}),
    ...(Object.keys(prices).length > 0 ? { prices: prices as ModelEntry['prices'] } : {}),
  };
}
