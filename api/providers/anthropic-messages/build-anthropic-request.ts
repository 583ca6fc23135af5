import type { ModelCall } from '../port.ts';
import type { AnthropicRequest } from './anthropic-types.ts';
import { convertToAnthropicMessages } from './convert-to-anthropic-messages.ts';
import { defaultMaxTokens } from './default-max-tokens.ts';

export interface BuiltRequest {
  readonly body: AnthropicRequest;
  readonly leftOut: string;
  /** What the person asked for and does not get. */
  readonly warnings: readonly string[];
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildAnthropicRequest(call: ModelCall): BuiltRequest {
  const { system, messages, leftOut } = convertToAnthropicMessages(call);
  const { model, temperature, maxOutputTokens = defaultMaxTokens(model) } = call;
  const called = new Set(messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []))));
  const isTooWarm = temperature !== undefined && temperature > 1;
  return {
    leftOut,
    warnings: isTooWarm ? [`This provider's temperature ends at 1; ${temperature} was lowered.`] : [],
    body: {
      model,
      max_tokens: maxOutputTokens,
      messages,
      stream: true,
      ...(system === '' ? {} : { system }),
      ...(temperature === undefined ? {} : { temperature: Math.min(temperature, 1) }),
      // Calls in the history are accepted only next to a declaration of their tools.
      ...(called.size === 0
        ? {}
        : {
            tools: [...called].map((name) => ({ name, input_schema: { type: 'object' } as const })),
            tool_choice: { type: 'none' } as const,
          }),
    },
  };
}
