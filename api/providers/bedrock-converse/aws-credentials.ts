import { ProviderError, type AwsAccess, type AwsKeys } from '../port.ts';

/** Finds who signs. Throws `provider.key-refused` when nobody can be found. */
export type AwsCredentials = (access: AwsAccess) => Promise<AwsKeys>;

type Chain = (profile: string | null) => () => Promise<AwsKeys>;

/**
 * The keys that were configured, else those of the profile or of AWS's own chain: variables, files, SSO, web identity, containers, the machine's
 * role. The chain is loaded when it is first needed; what it finds is kept, and found anew before it expires. Make one for the process.
 */
export function createAwsCredentials(load: () => Promise<Chain> = loadChain): AwsCredentials {
  const found = new Map<string | null, () => Promise<AwsKeys>>();
  return async ({ credentials, profile }) => {
    if (credentials !== null) return credentials;
    try {
      const find = found.get(profile) ?? (await load())(profile);
      found.set(profile, find);
      return await find();
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new ProviderError('provider.key-refused', `No credentials for AWS were found: ${words}`, { cause });
    }
  };
}

async function loadChain(): Promise<Chain> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return (profile) => {
    const find = defaultProvider(profile === null ? {} : { profile });
    return () => find();
  };
}
