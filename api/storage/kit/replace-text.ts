import type { Part } from '@parley/contracts';

/** The first text part says `text`, the other text parts are dropped, all else stays; without any, one is added at the end. */
export function replaceText(parts: readonly Part[], text: string): Part[] {
  const first = parts.find((part) => part.type === 'text');
  if (first === undefined) return [...parts, { type: 'text', id: freeId(parts), text }];
  return parts.flatMap((part): Part[] => (part === first ? [{ ...first, text }] : part.type === 'text' ? [] : [part]));
}

function freeId(parts: readonly Part[]): string {
  const taken = new Set(parts.map((part) => part.id));
  let count = parts.length + 1;
  while (taken.has(`p${count}`)) count += 1;
  return `p${count}`;
}
