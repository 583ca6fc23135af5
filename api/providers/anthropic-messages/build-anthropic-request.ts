import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall } from '../port.ts';
import type { AnthropicRequest } from './anthropic-types.ts';
import { convertToAnthropicMessages } from './convert-to-anthropic-messages.ts';
import { convertToAnthropicTools } from './convert-to-anthropic-tools.ts';
import { defaultMaxTokens } from './default-max-tokens.ts';

export interface BuiltRequest {
  readonly body: AnthropicRequest;
  readonly leftOut: string;
  /** What the person asked for and does not get. */
  readonly warnings: readonly string[];
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildAnthropicRequest(call: ModelCall, files: LoadedFiles = noFiles): BuiltRequest {
  const { system, messages, leftOut } = convertToAnthropicMessages(call, files);
  const { model, temperature, maxOutputTokens = defaultMaxTokens(model) } = call;
  const called = new Set(messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []))));
  const isTooWarm = temperature !== undefined && temperature > 1;
  return {
    leftOut,
    warnings: [
      ...(isTooWarm ? [`This provider's temperature ends at 1; ${temperature} was lowered.`] : []),
      ...(call.responseFormat?.type === 'json_object' ? ['This provider promises JSON only with a schema; the model was not told.'] : []),
    ],
    body: {
      model,
      max_tokens: maxOutputTokens,
      messages,
      stream: true,
      ...(system === '' ? {} : { system }),
      ...(temperature === undefined ? {} : { temperature: Math.min(temperature, 1) }),
      ...convertToAnthropicTools(call, called),
    },
  };
}
