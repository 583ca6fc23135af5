import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import { editRequest } from '../kit/edit-request.ts';
import type { ModelCall, RequestEdits } from '../port.ts';
import { applyVendorQuirks } from './apply-vendor-quirks.ts';
import { convertToOpenAiChatSettings } from './convert-to-openai-chat-settings.ts';
import { convertToOpenAiChatMessages } from './convert-to-openai-chat-messages.ts';
import { convertToOpenAiChatTools } from './convert-to-openai-chat-tools.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';
import { vendorQuirks } from './vendor-quirks.ts';

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildOpenAiChatRequest(
  call: ModelCall,
  baseUrl: string,
  files: LoadedFiles = noFiles,
  edits?: RequestEdits,
): OpenAiChatRequest {
  const { model } = call;
  const quirks = vendorQuirks(baseUrl);
  const request: OpenAiChatRequest = {
    model,
    messages: applyVendorQuirks(convertToOpenAiChatMessages(call, files, quirks.wantsThoughtOfCalls), quirks),
    stream: true,
    ...(quirks.asksForUsage ? { stream_options: { include_usage: true } } : {}),
    ...convertToOpenAiChatSettings(call, quirks),
    ...convertToOpenAiChatTools(quirks.callsTools ? call : { ...call, tools: [] }),
  };
  return editRequest(request, edits, ['model', 'messages', 'stream']);
}
