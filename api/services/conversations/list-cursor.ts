import { RequestError } from '@parley/contracts';
import type { ConversationQuery } from '../../storage/ports/conversations.ts';

/** The sort key of the last row of a page. */
export type ListPlace = NonNullable<ConversationQuery['after']>;

const version = 1;

/** A place in the list as an opaque cursor: base64url of version, sort key and id. */
export function encodeCursor({ activityAt, id }: ListPlace): string {
  return Buffer.from(JSON.stringify([version, activityAt, id])).toString('base64url');
}

/** Throws `request.invalid` on anything `encodeCursor` did not write. */
export function decodeCursor(cursor: string): ListPlace {
  const place = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (place === null || encodeCursor(place) !== cursor) throw new RequestError('request.invalid', { params: { field: 'cursor' } });
  return place;
}

function parse(text: string): ListPlace | null {
  try {
    const fields: unknown = JSON.parse(text);
    if (!Array.isArray(fields) || fields.length !== 3 || fields[0] !== version) return null;
    const [, activityAt, id] = fields as unknown[];
    return Number.isSafeInteger(activityAt) && typeof id === 'string' ? { activityAt: activityAt as number, id } : null;
  } catch {
    return null;
  }
}
