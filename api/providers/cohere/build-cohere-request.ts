import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall } from '../port.ts';
import type { CohereRequest } from './cohere-types.ts';
import { convertToCohereMessages } from './convert-to-cohere-messages.ts';
import { convertToCohereTools } from './convert-to-cohere-tools.ts';

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). Whether a model thinks is left to it. */
export function buildCohereRequest(call: ModelCall, files: LoadedFiles = noFiles): CohereRequest {
  const { model, temperature, maxOutputTokens } = call;
  return {
    model,
    messages: convertToCohereMessages(call, files),
    stream: true,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...convertToCohereTools(call),
  };
}
