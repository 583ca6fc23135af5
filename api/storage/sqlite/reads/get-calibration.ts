import type { CalibrationRow } from '../../ports/context.ts';
import type { Connection } from '../connection.ts';
import { toCalibration, type StoredCalibration } from '../rows/calibration-row.ts';

export function getCalibration(db: Connection, endpoint: string, model: string): CalibrationRow | null {
  const row = db.get<StoredCalibration>('SELECT * FROM token_calibrations WHERE endpoint = @endpoint AND model = @model', {
    endpoint,
    model,
  });
  return row === undefined ? null : toCalibration(row);
}
