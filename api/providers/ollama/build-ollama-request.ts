import type { ReasoningEffort } from '@parley/contracts';
import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall } from '../port.ts';
import { convertToOllamaMessages } from './convert-to-ollama-messages.ts';
import { convertToOllamaTools } from './convert-to-ollama-tools.ts';
import type { OllamaOptions, OllamaRequest } from './ollama-types.ts';

/** Levels are gpt-oss's alone; of other models only whether they think can be said. */
function thinkOf(model: string, effort: ReasoningEffort | undefined): OllamaRequest['think'] {
  if (effort === undefined) return undefined;
  if (effort === 'none') return false;
  const isLeveled = model.includes('gpt-oss') && (effort === 'low' || effort === 'medium' || effort === 'high');
  return isLeveled ? effort : true;
}

/** The first form of a request. Ollama ignores options it does not know; whether a model thinks is left to it unless it was said. */
export function buildOllamaRequest(call: ModelCall, files: LoadedFiles = noFiles): OllamaRequest {
  const { model, temperature, topP, topK, frequencyPenalty, presencePenalty, seed, stop, maxOutputTokens } = call;
  const think = thinkOf(model, call.reasoningEffort);
  const options: OllamaOptions = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop }),
    ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
  };
  return {
    model,
    messages: convertToOllamaMessages(call, files),
    stream: true,
    ...(think === undefined ? {} : { think }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...convertToOllamaTools(call),
  };
}
