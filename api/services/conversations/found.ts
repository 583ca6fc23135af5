import { RequestError } from '@parley/contracts';

/** Turns the ports' words for absence into the errors a person meets. */
export function found<Row extends object>(row: Row | 'no-message' | null): Row {
  if (row === null) throw new RequestError('conversation.not-found');
  if (row === 'no-message') throw new RequestError('message.not-found');
  return row;
}
