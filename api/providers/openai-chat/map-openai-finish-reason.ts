import type { StopReason } from '@parley/contracts';

/** Why a choice ended, from the word of whoever serves it. Case is ignored: some servers pass on their own model's spelling. */
export function mapOpenAiFinishReason(reason: string): StopReason {
  switch (reason.toLowerCase()) {
    case 'stop':
    case 'eos':
    case 'end_turn':
    case 'stop_sequence':
    case 'completed':
      return 'end';
    case 'length':
    case 'max_tokens':
    case 'model_length':
    case 'max_output_tokens':
      return 'length';
    case 'tool_calls':
    case 'tool_use':
    case 'function_call':
      return 'tool-calls';
    case 'content_filter':
    case 'refusal':
    case 'safety':
    case 'recitation':
      return 'refusal';
    default:
      return 'other';
  }
}
