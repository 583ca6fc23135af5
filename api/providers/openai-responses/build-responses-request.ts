import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import { editRequest } from '../kit/edit-request.ts';
import { goOn } from '../kit/prefill.ts';
import type { ModelCall, RequestEdits } from '../port.ts';
import { convertToResponsesMessages } from './convert-to-responses-messages.ts';
import { convertToResponsesTools } from './convert-to-responses-tools.ts';
import type { ResponsesItem, ResponsesRequest } from './responses-types.ts';

export interface BuiltRequest {
  readonly body: ResponsesRequest;
  /** What the person asked for and does not get. */
  readonly warnings: readonly string[];
  /** Whether the model was asked to go on from a partial answer. */
  readonly isContinuing: boolean;
}

/** Models that never reason, and refuse to be asked for reasoning; a model of any other name is asked, and once more without when it refuses. */
const neverReasons = /^(?:ft:)?(?:gpt-3|gpt-4|chatgpt-)|-chat(?:-|$)/;

const isAnswer = (item: ResponsesItem | undefined): boolean => item !== undefined && 'role' in item && item.role === 'assistant';

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildResponsesRequest(call: ModelCall, files: LoadedFiles = noFiles, edits?: RequestEdits): BuiltRequest {
  const { model, instructions, temperature, topP, maxOutputTokens, reasoningEffort } = call;
  const input = convertToResponsesMessages(call, files);
  const isContinuing = isAnswer(input.at(-1));
  return {
    isContinuing,
    warnings: isContinuing ? ['This API cannot go on in the middle of an answer; the model was asked to go on where it stopped.'] : [],
    body: editRequest<ResponsesRequest>(
      {
        model,
        input: isContinuing ? [...input, { role: 'user', content: goOn }] : input,
        stream: true,
        store: false,
        ...(instructions === undefined || instructions.trim() === '' ? {} : { instructions }),
        ...(temperature === undefined ? {} : { temperature }),
        ...(topP === undefined ? {} : { top_p: topP }),
        ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
        ...(neverReasons.test(model)
          ? {}
          : {
              reasoning: { summary: 'auto', ...(reasoningEffort === undefined ? {} : { effort: reasoningEffort }) },
              include: ['reasoning.encrypted_content'],
            }),
        ...convertToResponsesTools(call),
      },
      edits,
      ['model', 'input', 'stream'],
    ),
  };
}
