import type { ModelCapabilities, ModelEntry } from '@parley/contracts';

/** What is known of one vendor's models. */
export interface VendorData {
  /** Endpoints by these ids, and addresses whose host is one of these or ends in one that begins with a dot, charge the prices. */
  readonly endpoints: readonly string[];
  readonly hosts: readonly string[];
  /** By the model's own name, in small letters and without a date. */
  readonly models: Readonly<Record<string, ModelEntry>>;
  /** By how a name begins: what holds for every model of a family. No prices, which differ within one. */
  readonly families: Readonly<Record<string, Omit<ModelEntry, 'prices'>>>;
}

type Rates = readonly [input: number, output: number, cachedInput?: number, cacheWrite?: number];

const ratesOf = ([input, output, cachedInput, cacheWrite]: Rates): {
  input: number;
  output: number;
  cachedInput?: number;
  cacheWrite?: number;
} => ({
  input,
  output,
  ...(cachedInput === undefined ? {} : { cachedInput }),
  ...(cacheWrite === undefined ? {} : { cacheWrite }),
});

interface Row {
  readonly context?: number;
  readonly output?: number;
  readonly can?: ModelCapabilities;
  readonly price?: Rates;
  /** What is charged for the whole request when its input is longer than the first figure. */
  readonly long?: readonly [above: number, rates: Rates];
}

/** One line of a vendor's table. */
export function row({ context, output, can, price, long }: Row): ModelEntry {
  return {
    ...(context === undefined ? {} : { contextTokens: context }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(can === undefined ? {} : { capabilities: can }),
    ...(price === undefined
      ? {}
      : { prices: { ...ratesOf(price), ...(long === undefined ? {} : { long: { above: long[0], ...ratesOf(long[1]) } }) } }),
  };
}
