import type { StopReason } from '@parley/contracts';

/** Why Claude stopped. */
export function mapAnthropicStopReason(reason: string): StopReason {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'end';
    // It can go on, and was not asked to.
    case 'pause_turn':
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool-calls';
    case 'refusal':
      return 'refusal';
    default:
      return 'other';
  }
}
