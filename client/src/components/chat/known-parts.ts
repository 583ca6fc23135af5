import type { KnownPart, Part } from '@parley/contracts';

/** Kinds of parts that are drawn. Written out, because the contract's own list would bring its schemas into the page. */
const kinds: Readonly<Record<KnownPart['type'], true>> = {
  text: true,
  reasoning: true,
  'tool-call': true,
  'tool-result': true,
  file: true,
  source: true,
  summary: true,
  fallback: true,
  warning: true,
  error: true,
};

/** Whether this version knows how to draw the part; narrows the union. */
export function isKnownPart(part: Part): part is KnownPart {
  return Object.hasOwn(kinds, part.type);
}
