import type { Part } from '@parley/contracts';
import { isObject, readJson } from './json.ts';

/** The parts of a message from the text they are kept as; undefined when it cannot be read. */
export function readParts(text: string): Part[] | undefined {
  const value = readJson(text);
  if (!Array.isArray(value)) return undefined;
  return value.every((part) => isObject(part) && typeof part['type'] === 'string' && typeof part['id'] === 'string') ? value : undefined;
}
