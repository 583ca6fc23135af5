import type { StopReason } from '@parley/contracts';
import { asObject, asText, type Loose } from '../kit/tolerant.ts';

/** Why a response that did not fail ended, from its status and, when it is incomplete, the reason for that. */
export function mapResponsesStopReason(response: Loose, status: string): StopReason {
  if (status === 'completed') return 'end';
  if (status !== 'incomplete') return 'other';
  switch (asText(asObject(response['incomplete_details'])?.['reason'])) {
    case 'max_output_tokens':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'refusal';
    default:
      return 'other';
  }
}
