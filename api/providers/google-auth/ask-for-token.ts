import type { Egress } from '../../egress/port.ts';
import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryAfter } from '../kit/read-retry-after.ts';
import { asCount, asObject, asText, asWords, parseJson } from '../kit/tolerant.ts';
import { ProviderError, type ServiceAccount } from '../port.ts';
import { signAssertion } from './sign-assertion.ts';

export interface GoogleToken {
  readonly value: string;
  /** Milliseconds; from then on another is asked for. */
  readonly freshUntil: number;
}

/** A token is given up so long before it ends, so that none ends in the middle of a request; a short-lived one after half of its life. */
const marginMs = 300_000;
const askMs = 20_000;

function readToken(body: string, now: number): GoogleToken | undefined {
  const said = asObject(parseJson(body));
  const value = asWords(said?.['access_token']);
  if (value === undefined) return undefined;
  const lifeMs = (asCount(said?.['expires_in']) ?? 0) * 1_000;
  return { value, freshUntil: now + Math.max(lifeMs - marginMs, lifeMs / 2) };
}

/** Asks Google for a token of the account. Throws `ProviderError`, or what egress throws. */
export async function askForToken(egress: Egress, account: ServiceAccount, now: () => number): Promise<GoogleToken> {
  const assertion = await signAssertion(account, now());
  const answer = await egress.fetch({
    method: 'POST',
    url: account.tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
    signal: AbortSignal.timeout(askMs * 2),
    trust: 'operator',
    firstByteMs: askMs,
    silenceMs: askMs,
    totalMs: askMs,
  });
  const text = answer.body.toString();
  const isGiven = answer.status >= 200 && answer.status <= 299;
  const token = isGiven ? readToken(text, now()) : undefined;
  if (token) return token;
  const said = asObject(parseJson(text));
  const error = asText(said?.['error']) ?? '';
  const words = providerWords(asWords(said?.['error_description']) ?? (error || text), null) || 'no words';
  // Whatever is wrong with an assertion, it is the account's: its key, its clock, its name.
  const isRefused = answer.status === 400 || /invalid_grant|invalid_client|unauthorized_client/.test(error);
  const code = isGiven
    ? 'provider.bad-answer'
    : isRefused
      ? 'provider.key-refused'
      : classifyFailure({ status: answer.status, kinds: [error], words });
  const retryAfter = readRetryAfter(answer.headers, words, now());
  throw new ProviderError(code, `Google gave no token for ${account.email}: ${words}`, {
    status: answer.status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
