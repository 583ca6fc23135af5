import type { StopReason, Usage } from '@parley/contracts';
import type { MadeFile } from '../../../providers/port.ts';
import { stopOf, type Source } from '../kit/answer.ts';

/** Why an answer ended, as Chat Completions says it. */
export function finishReason(stopReason: StopReason, calledTools: boolean): 'stop' | 'length' | 'tool_calls' | 'content_filter' {
  switch (stopOf(stopReason, calledTools)) {
    case 'length':
      return 'length';
    case 'tool-calls':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
}

/** Usage as Chat Completions says it; what the provider did not report counts as nothing. */
export function chatUsage({ inputTokens = 0, outputTokens = 0, reasoningTokens = 0, cachedInputTokens = 0 }: Usage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

/** A source that the answer names, at the place in its words where it was named. */
export const chatCitation = ({ url, title = url }: Source, at: number): object => ({
  type: 'url_citation',
  url_citation: { url, title, start_index: at, end_index: at },
});

/** A picture in the form of OpenRouter, which OpenAI's own format has no field for; undefined for what is none. */
export const chatImage = ({ mediaType, base64 }: MadeFile): object | undefined =>
  mediaType.startsWith('image/') ? { type: 'image_url', image_url: { url: `data:${mediaType};base64,${base64}` } } : undefined;
