import { createHash } from 'node:crypto';
import type { CreateTurn } from '@parley/contracts';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

/**
 * What a request to create a turn says, as a digest: equal for equal bodies whatever the order of their fields. Bodies are
 * at most `limits.jsonDepth` deep when they come here.
 */
export function bodyDigest(conversationId: string, body: CreateTurn): string {
  return createHash('sha256')
    .update(canonical([conversationId, body]))
    .digest('hex');
}
