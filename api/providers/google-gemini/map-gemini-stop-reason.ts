import type { StopReason } from '@parley/contracts';

/** Why Gemini stopped. `hasCalls`: it called tools, which it calls an ordinary stop. */
export function mapGeminiStopReason(reason: string, hasCalls: boolean): StopReason {
  switch (reason) {
    case 'STOP':
      return hasCalls ? 'tool-calls' : 'end';
    case 'MAX_TOKENS':
    case 'CONTINUATION':
      return 'length';
    case 'SAFETY':
    case 'RECITATION':
    case 'BLOCKLIST':
    case 'PROHIBITED_CONTENT':
    case 'SPII':
    case 'MODEL_ARMOR':
    case 'IMAGE_SAFETY':
    case 'IMAGE_PROHIBITED_CONTENT':
    case 'IMAGE_RECITATION':
      return 'refusal';
    default:
      // OTHER, LANGUAGE, NO_IMAGE, TOO_MANY_TOOL_CALLS, and what is not known yet.
      return 'other';
  }
}

/** The model wrote something that Google could not read: a fault that another attempt may not have. */
export const isMalformed = (reason: string): boolean =>
  reason === 'MALFORMED_FUNCTION_CALL' || reason === 'MALFORMED_RESPONSE' || reason === 'UNEXPECTED_TOOL_CALL';
