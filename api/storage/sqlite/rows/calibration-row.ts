import type { CalibrationRow } from '../../ports/context.ts';

export interface StoredCalibration {
  readonly endpoint: string;
  readonly model: string;
  readonly ratio: number;
  readonly samples: number;
  /** JSON; null of what was stored before kinds were told apart. */
  readonly fit: string | null;
  readonly updated_at: number;
}

export const toCalibration = ({ endpoint, model, ratio, samples, fit, updated_at: updatedAt }: StoredCalibration): CalibrationRow => ({
  endpoint,
  model,
  ratio,
  samples,
  fit: fit === null ? null : (JSON.parse(fit) as number[]),
  updatedAt,
});

export const fromCalibration = ({
  endpoint,
  model,
  ratio,
  samples,
  fit,
  updatedAt,
}: CalibrationRow): Record<keyof StoredCalibration, string | number | null> => ({
  endpoint,
  model,
  ratio,
  samples,
  fit: fit === null ? null : JSON.stringify(fit),
  updated_at: updatedAt,
});
