import type { Part } from '@parley/contracts';

/** The words of a message without its reasoning, tools and files: what Copy copies and titles are made from. */
export function messageText(parts: readonly Part[]): string {
  let text = '';
  for (const part of parts) {
    if (part.type === 'text') text += (text === '' ? '' : '\n\n') + (part as { text: string }).text;
  }
  return text;
}
