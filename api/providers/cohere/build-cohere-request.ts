import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall } from '../port.ts';
import type { CohereRequest } from './cohere-types.ts';
import { convertToCohereMessages } from './convert-to-cohere-messages.ts';
import { convertToCohereTools } from './convert-to-cohere-tools.ts';

const thinkingOf = (budget: number): CohereRequest['thinking'] =>
  budget === 0 ? { type: 'disabled' } : { type: 'enabled', token_budget: budget };

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). Whether a model thinks is left to it unless it was said. */
export function buildCohereRequest(call: ModelCall, files: LoadedFiles = noFiles): CohereRequest {
  const { model, temperature, topP, topK, frequencyPenalty, presencePenalty, seed, stop, maxOutputTokens, thinkingBudget } = call;
  return {
    model,
    messages: convertToCohereMessages(call, files),
    stream: true,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(topP === undefined ? {} : { p: topP }),
    ...(topK === undefined ? {} : { k: topK }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop_sequences: stop }),
    ...(thinkingBudget === undefined ? {} : { thinking: thinkingOf(thinkingBudget) }),
    ...convertToCohereTools(call),
  };
}
