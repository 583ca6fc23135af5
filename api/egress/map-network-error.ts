import { RequestError } from '@parley/contracts';

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

const plain: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'no route leads there',
  ENETUNREACH: 'no route leads there',
  ETIMEDOUT: 'the connection was not made in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not made in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another name',
};

/**
 * Turns what undici, the socket or the resolver reports into the code a person can act on. The text names the host that was asked, never
 * an address that was found for it.
 */
export function mapNetworkError(error: unknown, host: string, headSeen: boolean): RequestError {
  if (error instanceof RequestError) return error;
  const code = codeOf(error);
  const fail = (
    to: 'provider.timeout' | 'provider.bad-answer' | 'provider.bad-request' | 'provider.cut-off' | 'provider.unreachable',
    words: string,
  ): RequestError =>
    new RequestError(to, { params: { host }, detail: `${host}: ${words}${code === '' ? '' : ` (${code})`}`, cause: error });

  if (code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') return fail('provider.timeout', 'it fell silent');
  // Some parser errors carry a code of the parser's, some none.
  const isUnparsable = (error as Error | null)?.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
  if (isUnparsable) return fail('provider.bad-answer', 'the answer is not HTTP');
  if (code === 'UND_ERR_INVALID_ARG') return fail('provider.bad-request', 'a header or the address holds characters that cannot be sent');
  if (headSeen) return fail('provider.cut-off', 'the connection broke in the middle of the answer');
  return fail('provider.unreachable', plain[code] ?? 'the connection broke before an answer came');
}
