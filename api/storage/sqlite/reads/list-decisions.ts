import { isObject, readJson } from '../../kit/json.ts';
import type { Connection } from '../connection.ts';

const most = 10_000;

export function listDecisions(db: Connection, kind: string): { id: string; value: object }[] {
  const found = db.all<{ id: string; value: string }>('SELECT id, value FROM decisions WHERE kind = @kind ORDER BY id LIMIT @most', {
    kind,
    most,
  });
  return found.flatMap(({ id, value }) => {
    const read = readJson(value);
    return isObject(read) ? [{ id, value: read }] : [];
  });
}
