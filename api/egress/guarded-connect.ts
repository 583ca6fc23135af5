import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { RequestError } from '@parley/contracts';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds a name's addresses, in the order in which they are to be tried. Rejects with an error that has a `code` when there are none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface ConnectOptions {
  readonly connectMs: number;
  readonly resolve?: Resolve | undefined;
  /** Where an address that passed is really dialled. Tests use it to let a loopback server play a public one. */
  readonly dial?: ((address: string) => string) | undefined;
}

const blocked = (): RequestError =>
  new RequestError('egress.blocked', {
    params: { reason: 'a private address' },
    detail: 'The address was refused: the name stands for a private address.',
  });

/**
 * A connector that reaches public addresses alone. The name is resolved once, judged, and exactly the addresses that were judged are
 * handed to the socket: a name that answers differently a moment later (DNS rebinding) changes nothing.
 */
export function guardedConnect({
  connectMs,
  resolve = (name) => systemLookup(name, { all: true }),
  dial = (address) => address,
}: ConnectOptions): buildConnector.connector {
  async function addressesOf(hostname: string, family: number): Promise<ResolvedAddress[]> {
    const all = await resolve(hostname);
    const open = all.filter(({ address }) => isPublicAddress(address));
    if (open.length === 0 && all.length > 0) throw blocked();
    return open.filter((entry) => family === 0 || entry.family === family).map((entry) => ({ ...entry, address: dial(entry.address) }));
  }

  const lookup: LookupFunction = (hostname, options, callback) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    addressesOf(hostname, family).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };

  const connect = buildConnector({ timeout: connectMs, allowH2: false, lookup });
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(literal) === 0) return connect(options, callback);
    if (!isPublicAddress(literal)) return callback(blocked(), null);
    return connect({ ...options, hostname: dial(literal) }, callback);
  };
}
