/** A reasoning item as it must be sent back: its name and its content, which only OpenAI can read. */
export interface SealedReasoning {
  readonly id: string;
  readonly content: string;
}

const prefix = 'openai:';

/** Both in one text, kept as the signature of a reasoning part. */
export const wrapReasoning = ({ id, content }: SealedReasoning): string => `${prefix}${id}:${content}`;

/** The item behind a signature; undefined for one that another provider made. */
export function unwrapReasoning(signature: string): SealedReasoning | undefined {
  if (!signature.startsWith(prefix)) return undefined;
  const colon = signature.indexOf(':', prefix.length);
  return colon === -1 ? undefined : { id: signature.slice(prefix.length, colon), content: signature.slice(colon + 1) };
}
