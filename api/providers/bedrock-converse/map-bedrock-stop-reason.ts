import type { StopReason } from '@parley/contracts';

/** Why an answer of Converse ended. */
export function mapBedrockStopReason(reason: string): StopReason {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'end';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool-calls';
    case 'guardrail_intervened':
    case 'content_filtered':
      return 'refusal';
    default:
      return 'other';
  }
}
