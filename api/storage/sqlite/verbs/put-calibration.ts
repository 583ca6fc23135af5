import type { CalibrationRow } from '../../ports/context.ts';
import type { Connection } from '../connection.ts';

export function putCalibration(db: Connection, { endpoint, model, ratio, samples, updatedAt }: CalibrationRow): void {
  db.run(
    `INSERT INTO token_calibrations (endpoint, model, ratio, samples, updated_at) VALUES (@endpoint, @model, @ratio, @samples, @updatedAt)
     ON CONFLICT DO UPDATE SET ratio = excluded.ratio, samples = excluded.samples, updated_at = excluded.updated_at`,
    { endpoint, model, ratio, samples, updatedAt },
  );
}
