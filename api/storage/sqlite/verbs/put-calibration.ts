import type { CalibrationRow } from '../../ports/context.ts';
import type { Connection } from '../connection.ts';
import { fromCalibration } from '../rows/calibration-row.ts';

export function putCalibration(db: Connection, row: CalibrationRow): void {
  db.run(
    `INSERT INTO token_calibrations (endpoint, model, ratio, samples, fit, updated_at) VALUES (@endpoint, @model, @ratio, @samples, @fit, @updated_at)
     ON CONFLICT DO UPDATE SET ratio = excluded.ratio, samples = excluded.samples, fit = excluded.fit, updated_at = excluded.updated_at`,
    fromCalibration(row),
  );
}
