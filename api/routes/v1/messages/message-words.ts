import type { StopReason, Usage } from '@parley/contracts';
import { stopOf } from '../kit/answer.ts';

/** Why an answer ended, as Messages says it. */
export function messageStop(stopReason: StopReason, calledTools: boolean): 'end_turn' | 'max_tokens' | 'tool_use' | 'refusal' {
  switch (stopOf(stopReason, calledTools)) {
    case 'length':
      return 'max_tokens';
    case 'tool-calls':
      return 'tool_use';
    case 'refusal':
      return 'refusal';
    default:
      return 'end_turn';
  }
}

/** Usage as Messages says it, where what was read from a cache or written into one is apart from the input. */
export function messageUsage({ inputTokens = 0, outputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0 }: Usage): object {
  return {
    input_tokens: Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
  };
}

/** A source as a citation of a search result. */
export const messageCitation = ({ url, title }: { readonly url: string; readonly title?: string }): object => ({
  type: 'web_search_result_location',
  url,
  title: title ?? null,
  cited_text: '',
  encrypted_index: '',
});
