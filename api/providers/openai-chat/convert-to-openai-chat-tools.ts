import type { ModelCall } from '../port.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';

type Tools = Pick<OpenAiChatRequest, 'tools' | 'tool_choice' | 'parallel_tool_calls' | 'response_format'>;

function convertChoice(choice: NonNullable<ModelCall['toolChoice']>): NonNullable<Tools['tool_choice']> {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

function convertFormat(format: NonNullable<ModelCall['responseFormat']>): NonNullable<Tools['response_format']> {
  if (format.type === 'json_object') return format;
  const { name, schema, strict } = format;
  return { type: 'json_schema', json_schema: { name, schema, ...(strict === undefined ? {} : { strict }) } };
}

/** The functions a model may call and the form of its answer, as Chat Completions take them. */
export function convertToOpenAiChatTools({ tools = [], toolChoice, parallelToolCalls, responseFormat }: ModelCall): Tools {
  return {
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map((tool) => ({ type: 'function' as const, function: tool })),
          ...(toolChoice === undefined ? {} : { tool_choice: convertChoice(toolChoice) }),
          ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
        }),
    ...(responseFormat === undefined ? {} : { response_format: convertFormat(responseFormat) }),
  };
}
