import type { ModelCall, ModelTool } from '../port.ts';
import type { OllamaRequest } from './ollama-types.ts';

function describe(tool: ModelTool): NonNullable<OllamaRequest['tools']>[number] {
  const { strict: _, ...described } = tool;
  return { type: 'function', function: described };
}

/**
 * The functions a model may call and the form of its answer, as `/api/chat` takes them. It has no word for a choice: none is to declare no
 * tools, and one of them is to declare that one alone.
 */
export function convertToOllamaTools({ tools = [], toolChoice, responseFormat }: ModelCall): Pick<OllamaRequest, 'tools' | 'format'> {
  const offered =
    toolChoice === 'none' ? [] : typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  return {
    ...(offered.length === 0 ? {} : { tools: offered.map(describe) }),
    ...(responseFormat === undefined ? {} : { format: responseFormat.type === 'json_object' ? 'json' : responseFormat.schema }),
  };
}

/** What of the choice `/api/chat` cannot be told. */
export function ollamaToolWarnings({ tools = [], toolChoice, parallelToolCalls }: ModelCall): string[] {
  if (tools.length === 0) return [];
  return [
    ...(toolChoice === 'required' || typeof toolChoice === 'object'
      ? ['Ollama cannot make a model call a tool; whether it calls one was left to it.']
      : []),
    ...(parallelToolCalls === false ? ['Ollama cannot keep a model to one tool at a time; how many it calls was left to it.'] : []),
  ];
}
