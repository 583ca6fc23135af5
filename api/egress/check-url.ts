import { isIP } from 'node:net';
import { limits, RequestError } from '@parley/contracts';
import { isPublicAddress } from './public-address.ts';

const refuse = (reason: string): never => {
  throw new RequestError('egress.blocked', { params: { reason }, detail: `The address was refused: ${reason}.` });
};

/** What URL parsers are known to disagree about: white space and control characters are dropped by some, a backslash is a slash to others. */
const confusing = /[\s\\\p{Cc}]/u;
const privateName = /(^|\.)(localhost|localdomain|internal|intranet|local|lan|home\.arpa|corp)$/;

/** `host:port`, the port always said, as the allow-list compares it: exactly. */
export const hostPortOf = (url: URL): string =>
  `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;

/** The form in which `hostPortOf` writes an entry of the allow-list. Throws on anything but `host:port`. */
export function parseHostPort(entry: string): string {
  const match = /^(.+):(\d{1,5})$/.exec(entry);
  if (!match || confusing.test(entry) || /[/@?#]/.test(entry) || !URL.canParse(`http://${match[1]}/`))
    throw new Error(`"${entry}" is not host:port`);
  return `${new URL(`http://${match[1]}/`).hostname}:${Number(match[2])}`;
}

/**
 * Reads a URL that may be fetched at all. What it names by number or by a name that is private everywhere is judged here, because
 * literal addresses never reach `lookup`; names are judged again by what they resolve to. Throws `egress.blocked`.
 */
export function checkUrl(text: string, base?: URL): URL {
  if (text.length > limits.urlCharacters * 2 || confusing.test(text) || !URL.canParse(text, base?.href)) refuse('not a URL');
  const url = new URL(text, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse('only http and https');
  if (url.username !== '' || url.password !== '') refuse('a URL with a user name or password');
  if (url.port === '0') refuse('port 0');
  return url;
}

/** Refuses hosts that are private by number or by name, and names without a dot, which only a local network answers. */
export function checkHost(url: URL): void {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (isIP(host) !== 0) {
    if (!isPublicAddress(host)) refuse('a private address');
    return;
  }
  if (!host.includes('.') || privateName.test(host)) refuse('a private name');
}

/** Whether a URL is one that anybody may name: fetchable, and public by its looks. What it resolves to is judged at each connection. */
export function isPublicUrl(text: string): boolean {
  try {
    checkHost(checkUrl(text));
    return true;
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}
