import type { ContextView } from '@parley/contracts';

export interface Lost {
  /** Whole sentences, those of the warnings that the answer would carry, each once. */
  readonly sentences: readonly string[];
  /** What happens first because the context is larger than the model's window. */
  readonly next: ContextView['next'];
}

/**
 * What a person has to know before they send. On the way to another model everything; else what is new: the files that are attached, and in a chat that has not
 * begun the settings that it would begin with.
 */
export function whatIsLost(
  { leftOut, next }: Pick<ContextView, 'leftOut' | 'next'>,
  { switched, begun }: { readonly switched: boolean; readonly begun: boolean },
): Lost {
  const said = leftOut.filter(({ code }) => switched || !begun || code.startsWith('file.'));
  return { sentences: [...new Set(said.map(({ message }) => message))], next: switched ? next : null };
}
