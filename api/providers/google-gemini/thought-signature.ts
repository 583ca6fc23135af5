/** Which part of Gemini's answer a signature stood on: the call or file after it, the words before it, or the thought itself. */
type SignedPart = 'call' | 'file' | 'text' | 'thought';

const form = /^google:(call|file|text|thought):([^]+)$/;

/** Gemini signs parts of any kind; the signature is kept on a reasoning part, with the kind of the part it must go back on. */
export const wrapSignature = (on: SignedPart, signature: string): string => `google:${on}:${signature}`;

/** What `wrapSignature` wrapped; undefined for a signature that another provider made. */
export function unwrapSignature(text: string): { readonly on: SignedPart; readonly signature: string } | undefined {
  const [, on, signature] = form.exec(text) ?? [];
  return on === undefined || signature === undefined ? undefined : { on: on as SignedPart, signature };
}

/** Google's own word for a call that has no signature because another model made it; Gemini 3 refuses it without. */
export const unsigned = 'skip_thought_signature_validator';
