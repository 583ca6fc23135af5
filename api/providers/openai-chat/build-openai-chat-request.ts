import type { ModelCall } from '../port.ts';
import { applyVendorQuirks } from './apply-vendor-quirks.ts';
import { convertToOpenAiChatMessages } from './convert-to-openai-chat-messages.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';
import { vendorQuirks } from './vendor-quirks.ts';

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildOpenAiChatRequest(call: ModelCall, baseUrl: string): OpenAiChatRequest {
  const { model, temperature, maxOutputTokens } = call;
  const quirks = vendorQuirks(baseUrl);
  return {
    model,
    messages: applyVendorQuirks(convertToOpenAiChatMessages(call), quirks),
    stream: true,
    ...(quirks.asksForUsage ? { stream_options: { include_usage: true } } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [quirks.limit]: maxOutputTokens }),
  };
}
