import { RequestError } from '@parley/contracts';
import { checkUrl } from './check-url.ts';
import type { Hop } from './send-hop.ts';

const redirects = new Set([301, 302, 303, 307, 308]);
/** What may follow a request to another origin: nothing that could be a credential, whatever it is called. */
const harmless = new Set(['accept', 'accept-encoding', 'content-type', 'user-agent']);

/** Where an answer sends the request on to; undefined when it is not a redirect. */
export const locationOf = (status: number, headers: Readonly<Record<string, string>>): string | undefined =>
  redirects.has(status) ? headers['location'] : undefined;

/**
 * The request that follows a redirect, as fetch would make it, but stricter: the scheme may not change, and another origin receives no
 * header that could be a credential. The new host is judged by the caller like the first. Throws `egress.blocked`.
 */
export function nextHop(hop: Hop, status: number, location: string): { hop: Hop; sameOrigin: boolean } {
  const url = checkUrl(location, hop.url);
  if (url.protocol !== hop.url.protocol) {
    throw new RequestError('egress.blocked', {
      params: { reason: 'a redirect to another scheme' },
      detail: 'The address was refused: a redirect to another scheme.',
    });
  }
  const sameOrigin = url.origin === hop.url.origin;
  const becomesGet = status === 303 || (status !== 307 && status !== 308 && hop.method === 'POST');
  const kept = Object.entries(hop.headers).filter(
    ([name]) => (sameOrigin || harmless.has(name)) && !(becomesGet && name === 'content-type'),
  );
  return {
    sameOrigin,
    hop: { url, method: becomesGet ? 'GET' : hop.method, headers: Object.fromEntries(kept), body: becomesGet ? undefined : hop.body },
  };
}
