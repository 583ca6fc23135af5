import type { Part } from '@parley/contracts';

/** The files that a message uses, each once. */
export const fileIdsOf = (parts: readonly Part[]): string[] => [
  ...new Set(parts.flatMap((part) => (part.type === 'file' && typeof part['fileId'] === 'string' ? [part['fileId']] : []))),
];
