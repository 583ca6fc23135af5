import type { StopReason } from '@parley/contracts';

/** `ERROR` and `TIMEOUT` never come here: they are failures. */
export function mapCohereStopReason(reason: string): StopReason {
  switch (reason.toUpperCase()) {
    case 'COMPLETE':
    case 'STOP_SEQUENCE':
      return 'end';
    case 'MAX_TOKENS':
      return 'length';
    case 'TOOL_CALL':
      return 'tool-calls';
    case 'ERROR_TOXIC':
      return 'refusal';
    default:
      return 'other';
  }
}
