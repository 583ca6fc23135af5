import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { Checksum } from '@smithy/types';
import type { AwsKeys } from '../port.ts';

export interface Signable {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The hash that the signer asks for. */
class Sha256 implements Checksum {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('A hash is used once.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

/**
 * The headers of a request with those that sign it for Bedrock in a region (Signature Version 4). The host is signed too, and must be the one that is
 * called; `now` is milliseconds. The signer is loaded when it is first needed.
 */
export async function signRequest(
  { method, url, headers, body }: Signable,
  region: string,
  keys: AwsKeys,
  now: number,
): Promise<Record<string, string>> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { protocol, hostname, host, pathname, searchParams } = new URL(url);
  const signer = new SignatureV4({ service: 'bedrock', region, credentials: keys, sha256: Sha256 });
  const signed = await signer.sign(
    { method, protocol, hostname, path: pathname, query: Object.fromEntries(searchParams), headers: { ...headers, host }, body },
    { signingDate: new Date(now) },
  );
  const { host: _, ...rest } = signed.headers;
  return rest;
}
