import { diskReason } from '../../kit/disk-reason.ts';
import { OperatorError } from '../../kit/operator-error.ts';

/** What a disk refused while a folder was written, as a sentence for the operator. What is one already stays as it is. */
export function explainDisk(cause: unknown, folder: string): OperatorError {
  if (cause instanceof OperatorError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  // One that a thread threw has lost its class on the way.
  if (cause instanceof Error && cause.name === 'OperatorError') return new OperatorError(message, { cause });
  return new OperatorError(`The folder ${folder} cannot be written: ${diskReason(cause, folder) ?? message}.`, { cause });
}
