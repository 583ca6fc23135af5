type Headers = Readonly<Record<string, string>>;

const positive = (seconds: number): number | undefined =>
  Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) / 1_000 : undefined;

/** `6m0s`, `1.5s`, `20ms`, as OpenAI writes durations. */
function readDuration(text: string): number | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text.trim());
  if (!match || text.trim() === '') return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', ms = '0'] = match;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) + Number(ms) / 1_000;
}

function fromHeaders(headers: Headers, now: number): number | undefined {
  const inMs = Number(headers['retry-after-ms'] ?? NaN);
  if (Number.isFinite(inMs)) return inMs / 1_000;
  const after = headers['retry-after']?.trim();
  if (after === undefined || after === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after);
  // `Date.parse` makes a date of nearly any number; an HTTP date names its month.
  const at = /\d [a-z]{3} \d/i.test(after) ? Date.parse(after) : NaN;
  return Number.isNaN(at) ? readDuration(after) : Math.max(0, (at - now) / 1_000);
}

/**
 * Seconds a provider asks to wait: from `retry-after-ms`, `retry-after` (seconds, a duration or an HTTP date), or from its words ("try
 * again in 1.2s"). Undefined when it does not say.
 */
export function readRetryAfter(headers: Headers, words: string, now: number): number | undefined {
  const said = fromHeaders(headers, now);
  if (said !== undefined) return positive(said);
  const inWords = /(?:try again|retry(?:ing)?) (?:in|after) (\d[\dhms.]*(?:ms|[hms]))/i.exec(words)?.[1];
  const seconds = inWords === undefined ? undefined : readDuration(inWords);
  return seconds === undefined ? undefined : positive(seconds);
}

/** What a refusal says of asking again: how long to wait, and in the header of OpenAI's and Anthropic's servers whether to. */
export function readRetryWish(
  headers: Headers,
  words: string,
  now: number,
): { readonly retryAfter?: number; readonly repeatable?: boolean } {
  const retryAfter = readRetryAfter(headers, words, now);
  const wish = headers['x-should-retry']?.trim().toLowerCase();
  return {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(wish === 'true' || wish === 'false' ? { repeatable: wish === 'true' } : {}),
  };
}
