import { isKnownPart, type Part } from '@parley/contracts';

/** The words of a person's message, one paragraph a part. */
export const textOf = (parts: readonly Part[]): string =>
  parts
    .filter(isKnownPart)
    .flatMap((part) => (part.type === 'text' || part.type === 'summary' ? [part.text] : []))
    .filter((text) => text !== '')
    .join('\n\n');
