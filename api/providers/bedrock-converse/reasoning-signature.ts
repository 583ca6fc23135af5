const prefix = 'bedrock:';

/** Reasoning that the model hides is one opaque text; it is kept as the signature of a reasoning part without words. */
export const wrapRedacted = (data: string): string => prefix + data;

/** The opaque text of hidden reasoning; undefined when the signature is not one of those. */
export const unwrapRedacted = (signature: string): string | undefined =>
  signature.startsWith(prefix) ? signature.slice(prefix.length) : undefined;

/** Another provider's mark stands before what it sealed; signatures of models are bare, and the same model's wherever it runs. */
export const isForeign = (signature: string): boolean => !signature.startsWith(prefix) && /^[a-z][a-z\d-]*:/.test(signature);
