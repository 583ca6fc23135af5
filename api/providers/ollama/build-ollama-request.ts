import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall } from '../port.ts';
import { convertToOllamaMessages } from './convert-to-ollama-messages.ts';
import { convertToOllamaTools } from './convert-to-ollama-tools.ts';
import type { OllamaRequest } from './ollama-types.ts';

/** The only form of a request: Ollama ignores what it does not know, and whether a model thinks is left to the model. */
export function buildOllamaRequest(call: ModelCall, files: LoadedFiles = noFiles): OllamaRequest {
  const { model, temperature, maxOutputTokens } = call;
  const options = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
  };
  return {
    model,
    messages: convertToOllamaMessages(call, files),
    stream: true,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...convertToOllamaTools(call),
  };
}
