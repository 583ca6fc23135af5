import type { VerbName } from '../verb-names.ts';
import type { WireError } from './wire-error.ts';

/** One verb to carry out. Arguments and results cross as plain values. */
export interface VerbRequest {
  readonly id: number;
  readonly verb: VerbName;
  readonly args: readonly unknown[];
}

export type WriterRequest = VerbRequest | 'close';

export type VerbReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: WireError };

/** What the thread says: once that the file is open, or why not; then, after each commit, what became of every verb in it. */
export type WriterReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'committed'; readonly replies: VerbReply[] };
