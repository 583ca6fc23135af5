import type { ModelCall } from '../port.ts';
import { convertToOpenAiChatMessages } from './convert-to-openai-chat-messages.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';

/** OpenAI itself has renamed the limit and refuses the old name for its newer models; everybody else knows the old one. */
const isOpenAiItself = (baseUrl: string): boolean =>
  URL.canParse(baseUrl) && /(^|\.)openai\.(com|azure\.com)$/.test(new URL(baseUrl).hostname);

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildOpenAiChatRequest(call: ModelCall, baseUrl: string): OpenAiChatRequest {
  const { model, temperature, maxOutputTokens } = call;
  const limit = isOpenAiItself(baseUrl) ? 'max_completion_tokens' : 'max_tokens';
  return {
    model,
    messages: convertToOpenAiChatMessages(call),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [limit]: maxOutputTokens }),
  };
}
