import type { ModelCall, ToolChoice } from '../port.ts';
import type { AnthropicRequest, AnthropicTool } from './anthropic-types.ts';

/** Searches of one answer; each costs. */
const maxSearches = 5;

type Tools = Pick<AnthropicRequest, 'tools' | 'tool_choice' | 'output_config'>;

const declared = ({ tools = [] }: ModelCall): AnthropicTool[] =>
  tools.map(({ name, description, parameters, strict }) => ({
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: { ...parameters, type: 'object' },
    ...(strict === undefined ? {} : { strict }),
  }));

function convertChoice(choice: ToolChoice | undefined, parallel: boolean | undefined): Pick<Tools, 'tool_choice'> {
  const single = parallel === false ? ({ disable_parallel_tool_use: true } as const) : {};
  switch (choice) {
    case undefined:
      return parallel === false ? { tool_choice: { type: 'auto', ...single } } : {};
    case 'none':
      return { tool_choice: { type: 'none' } };
    case 'auto':
      return { tool_choice: { type: 'auto', ...single } };
    case 'required':
      return { tool_choice: { type: 'any', ...single } };
    default:
      return { tool_choice: { type: 'tool', name: choice.name, ...single } };
  }
}

/**
 * The functions a model may call and the form of its answer, as Messages take them. Calls in the history (`called`) are accepted only next to a
 * declaration of their tools; where those are all there is, none may be called again.
 */
export function convertToAnthropicTools(call: ModelCall, called: ReadonlySet<string>): Tools {
  const own = declared(call);
  const names = new Set(own.map(({ name }) => name));
  const past = [...called].filter((name) => !names.has(name)).map((name): AnthropicTool => ({ name, input_schema: { type: 'object' } }));
  const search: AnthropicTool[] =
    call.webSearch === true ? [{ type: 'web_search_20250305', name: 'web_search', max_uses: maxSearches }] : [];
  const { responseFormat } = call;
  return {
    ...(own.length + past.length + search.length === 0
      ? {}
      : {
          tools: [...own, ...past, ...search],
          ...convertChoice(own.length + search.length === 0 ? 'none' : call.toolChoice, call.parallelToolCalls),
        }),
    ...(responseFormat?.type === 'json_schema'
      ? { output_config: { format: { type: 'json_schema', schema: responseFormat.schema } } }
      : {}),
  };
}
