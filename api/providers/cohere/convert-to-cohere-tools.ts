import type { ModelCall, ModelTool } from '../port.ts';
import type { CohereRequest } from './cohere-types.ts';

type Tools = Pick<CohereRequest, 'tools' | 'tool_choice' | 'strict_tools' | 'response_format'>;

function describe(tool: ModelTool): NonNullable<CohereRequest['tools']>[number] {
  const { strict: _, ...described } = tool;
  return { type: 'function', function: described };
}

function convertChoice(choice: ModelCall['toolChoice']): Pick<Tools, 'tool_choice'> {
  if (choice === undefined || choice === 'auto') return {};
  return { tool_choice: choice === 'none' ? 'NONE' : 'REQUIRED' };
}

function convertFormat(format: NonNullable<ModelCall['responseFormat']>): NonNullable<Tools['response_format']> {
  return format.type === 'json_object' ? format : { type: 'json_object', json_schema: format.schema };
}

/**
 * The functions a model may call and the form of its answer, as Cohere's chat takes them. One certain tool is chosen by offering that one alone
 * and insisting on a call; strictness is one switch for all.
 */
export function convertToCohereTools({ tools = [], toolChoice, responseFormat }: ModelCall): Tools {
  const offered = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  return {
    ...(offered.length === 0
      ? {}
      : {
          tools: offered.map(describe),
          ...convertChoice(toolChoice),
          ...(offered.every(({ strict }) => strict === true) ? { strict_tools: true } : {}),
        }),
    ...(responseFormat === undefined ? {} : { response_format: convertFormat(responseFormat) }),
  };
}

/** What of the choice Cohere cannot be told. */
export const cohereToolWarnings = ({ tools = [], parallelToolCalls }: ModelCall): string[] =>
  tools.length > 0 && parallelToolCalls === false
    ? ['Cohere cannot keep a model to one tool at a time; how many it calls was left to it.']
    : [];
