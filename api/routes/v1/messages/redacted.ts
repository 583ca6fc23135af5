const prefix = 'redacted:';

/**
 * Thoughts that Anthropic sealed come through Parley as the signature of a reasoning part with this mark before them; here they go out, and come
 * back, as the blocks they were.
 */
export const redactedData = (signature: string | undefined): string | undefined =>
  signature?.startsWith(prefix) ? signature.slice(prefix.length) : undefined;

export const redactedSignature = (data: string): string => prefix + data;
