import type { ModelCall } from '../port.ts';
import type { BedrockMessage, BedrockRequest, BedrockTool, BedrockToolChoice } from './bedrock-types.ts';
import { bedrockName } from './convert-to-bedrock-messages.ts';

interface ConvertedTools {
  readonly tools: Pick<BedrockRequest, 'toolConfig'>;
  readonly warnings: readonly string[];
}

function declared({ tools = [] }: ModelCall): Extract<BedrockTool, { toolSpec: object }>[] {
  return tools.map(({ name, description, parameters, strict }) => ({
    toolSpec: {
      name: bedrockName(name),
      ...(description === undefined || description.trim() === '' ? {} : { description }),
      inputSchema: { json: { ...parameters, type: 'object' } },
      ...(strict === undefined ? {} : { strict }),
    },
  }));
}

const choiceOf = (choice: ModelCall['toolChoice']): BedrockToolChoice | undefined => {
  if (choice === undefined || choice === 'none') return undefined;
  if (choice === 'auto') return { auto: {} };
  return choice === 'required' ? { any: {} } : { tool: { name: bedrockName(choice.name) } };
};

/**
 * The functions a model may call. Calls in the history are accepted only next to a declaration of their tools; Converse cannot forbid a call of what
 * is declared, so tools that may not be called are declared only when the history has calls.
 */
export function convertToBedrockTools(call: ModelCall, messages: readonly BedrockMessage[]): ConvertedTools {
  const past = new Set(messages.flatMap(({ content }) => content.flatMap((block) => ('toolUse' in block ? [block.toolUse.name] : []))));
  const isForbidden = call.toolChoice === 'none';
  const own = isForbidden && past.size === 0 ? [] : declared(call);
  const names = new Set(own.map(({ toolSpec }) => toolSpec.name));
  const others = [...past]
    .filter((name) => !names.has(name))
    .map((name): BedrockTool => ({ toolSpec: { name, inputSchema: { json: { type: 'object' } } } }));
  const choice = own.length === 0 ? undefined : choiceOf(call.toolChoice);
  const tools = [...own, ...others];
  return {
    tools: tools.length === 0 ? {} : { toolConfig: { tools, ...(choice === undefined ? {} : { toolChoice: choice }) } },
    warnings: [
      ...(isForbidden && own.length > 0 ? ['This API cannot forbid the use of tools; the model may ask for one.'] : []),
      ...(call.parallelToolCalls === false && own.length > 0 ? ['This API cannot keep a model to one tool at a time.'] : []),
    ],
  };
}
