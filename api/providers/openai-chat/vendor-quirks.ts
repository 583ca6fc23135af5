/** In what a vendor's Chat Completions differ from those of the many, as its reference says or its server answers. */
export interface VendorQuirks {
  /** What the limit of an answer is called. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether usage is to be asked for; where it is not, it comes unasked and the field is refused, or means nothing. */
  readonly asksForUsage: boolean;
  /** How an answer is gone on with: sent as the last message, marked as a prefix, or asked for in words. */
  readonly goesOn: 'last' | 'prefix' | 'asked';
  /** Nine letters or digits as the id of a tool call; other ids, which another model made, are refused. */
  readonly nineCharacterIds: boolean;
  readonly seed: 'seed' | 'random_seed';
  /** How much a model shall think: an effort alone, an object of OpenRouter's, or an effort beside a switch. */
  readonly thinks: 'effort' | 'reasoning' | 'switch';
  /** How a search of the web is asked for, or refused where it is the rule. */
  readonly searches: 'options' | 'plugin' | 'unless-disabled';
  /** Whether its models call the tools of others at all. */
  readonly callsTools: boolean;
  /** A thought that led to calls comes back with them: without it the results are refused. */
  readonly wantsThoughtOfCalls: boolean;
}

const most: VendorQuirks = {
  limit: 'max_tokens',
  asksForUsage: true,
  goesOn: 'last',
  nineCharacterIds: false,
  seed: 'seed',
  thinks: 'effort',
  searches: 'options',
  callsTools: true,
  wantsThoughtOfCalls: false,
};

interface Row extends Partial<VendorQuirks> {
  readonly host: RegExp;
  /** Where the vendor's rule holds for a part of its addresses only. */
  readonly path?: RegExp;
}

/** The first row whose host, and path if it has one, are the endpoint's. Vendors without a row differ in nothing that is sent. */
const rows: readonly Row[] = [
  // Refuses max_tokens for its newer models.
  { host: /(^|\.)(?:openai\.com|(?:openai|cognitiveservices|services\.ai)\.azure\.com)$/, limit: 'max_completion_tokens' },
  // Refuses fields it does not know, stream_options and max_completion_tokens among them (422, extra_forbidden); sends usage unasked.
  { host: /(^|\.)mistral\.ai$/, asksForUsage: false, goesOn: 'prefix', nineCharacterIds: true, seed: 'random_seed' },
  // Completes a prefix at its beta address alone.
  { host: /(^|\.)deepseek\.com$/, path: /\/beta(\/|$)/, goesOn: 'prefix', thinks: 'switch', wantsThoughtOfCalls: true },
  { host: /(^|\.)deepseek\.com$/, goesOn: 'asked', thinks: 'switch', wantsThoughtOfCalls: true },
  // Sends usage with every chunk; insists that the last message is the user's; has no parameter for tools.
  { host: /(^|\.)perplexity\.ai$/, asksForUsage: false, goesOn: 'asked', searches: 'unless-disabled', callsTools: false },
  { host: /(^|\.)openrouter\.ai$/, thinks: 'reasoning', searches: 'plugin' },
];

/** The quirks of whoever answers at a base URL; those of the many for an address that is nobody's we know. */
export function vendorQuirks(baseUrl: string): VendorQuirks {
  if (!URL.canParse(baseUrl)) return most;
  const { hostname, pathname } = new URL(baseUrl);
  const row = rows.find(({ host, path }) => host.test(hostname) && (path?.test(pathname) ?? true));
  if (!row) return most;
  const { host: _, path: __, ...quirks } = row;
  return { ...most, ...quirks };
}
