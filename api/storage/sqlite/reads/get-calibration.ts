import type { CalibrationRow } from '../../ports/context.ts';
import type { Connection } from '../connection.ts';

export function getCalibration(db: Connection, endpoint: string, model: string): CalibrationRow | null {
  const row = db.get<CalibrationRow>(
    `SELECT endpoint, model, ratio, samples, updated_at AS "updatedAt" FROM token_calibrations WHERE endpoint = @endpoint AND model = @model`,
    { endpoint, model },
  );
  return row ?? null;
}
