const prefix = 'redacted:';

/** Reasoning that Anthropic hides is one opaque text; it is kept as the signature of a reasoning part without words. */
export const wrapRedacted = (data: string): string => prefix + data;

/** The opaque text of hidden reasoning; undefined when the signature is an ordinary one. */
export const unwrapRedacted = (signature: string): string | undefined =>
  signature.startsWith(prefix) ? signature.slice(prefix.length) : undefined;

/** Another provider's mark stands before what it sealed; a signature of Claude's is bare, wherever it runs. */
export const isForeign = (signature: string): boolean => !signature.startsWith(prefix) && /^[a-z][a-z\d-]*:/.test(signature);
