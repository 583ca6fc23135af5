import type { ModelCall } from '../port.ts';

/** The white space at the end of the answer that is to be continued: a server that trims it sends it again. */
export function trailingSpace({ messages }: ModelCall): string {
  const last = messages.at(-1)?.parts.at(-1);
  const text = last?.type === 'text' ? String(last['text']) : '';
  return text.slice(text.trimEnd().length);
}
