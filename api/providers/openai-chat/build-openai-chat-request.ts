import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall, RequestEdits } from '../port.ts';
import { applyVendorQuirks } from './apply-vendor-quirks.ts';
import { convertToOpenAiChatMessages } from './convert-to-openai-chat-messages.ts';
import { convertToOpenAiChatTools } from './convert-to-openai-chat-tools.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';
import { vendorQuirks } from './vendor-quirks.ts';

/** One setting that goes by several names. */
const limitNames = ['max_tokens', 'max_completion_tokens', 'maxTokens'];

/** What the operator adds and drops; what the adapter itself needs stays. */
function edit(request: OpenAiChatRequest, { add, drop }: RequestEdits): OpenAiChatRequest {
  const dropped = new Set(drop.flatMap((name) => (limitNames.includes(name) ? limitNames : [name])));
  const kept = Object.entries(request).filter(([name]) => !dropped.has(name));
  const { model, messages, stream } = request;
  return { ...Object.fromEntries(kept), ...add, model, messages, stream };
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildOpenAiChatRequest(
  call: ModelCall,
  baseUrl: string,
  files: LoadedFiles = noFiles,
  edits?: RequestEdits,
): OpenAiChatRequest {
  const { model, temperature, maxOutputTokens } = call;
  const quirks = vendorQuirks(baseUrl);
  const request: OpenAiChatRequest = {
    model,
    messages: applyVendorQuirks(convertToOpenAiChatMessages(call, files), quirks),
    stream: true,
    ...(quirks.asksForUsage ? { stream_options: { include_usage: true } } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [quirks.limit]: maxOutputTokens }),
    ...convertToOpenAiChatTools(call),
  };
  return edits === undefined ? request : edit(request, edits);
}
