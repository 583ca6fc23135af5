/** One thing that was looked at. Says no secret: it is shown, and sent to whoever is asked for help. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found, in one sentence. */
  readonly said: string;
  /** What to do about it; absent when nothing need be done. */
  readonly advice?: string;
}

/** Something that can be looked at while a server runs, and that changes nothing. What it throws is a failure, said with the error's own words. */
export interface DoctorCheck {
  /** Two words at most, for the first column. */
  readonly name: string;
  run(signal: AbortSignal): Promise<readonly Finding[]>;
}
