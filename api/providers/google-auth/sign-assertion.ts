import { importPKCS8, SignJWT } from 'jose';
import { ProviderError, type ServiceAccount } from '../port.ts';

/** How long an assertion, and the token that is given for it, may be used: the most Google allows. */
const lifetimeSeconds = 3_600;

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * The signed words by which a service account asks for a token (RFC 7523). `now`: milliseconds. Throws `provider.key-refused` when its private key
 * is none.
 */
export async function signAssertion({ email, privateKey, keyId, tokenUrl }: ServiceAccount, now: number): Promise<string> {
  const at = Math.floor(now / 1_000);
  try {
    return await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })
      .setIssuer(email)
      .setAudience(tokenUrl)
      .setIssuedAt(at)
      .setExpirationTime(at + lifetimeSeconds)
      .sign(await importPKCS8(privateKey, 'RS256'));
  } catch (cause) {
    throw new ProviderError('provider.key-refused', 'The private key of the service account cannot be read.', { cause });
  }
}
