import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { EndpointAccess, ModelCall } from '../port.ts';
import type { AnthropicRequest } from './anthropic-types.ts';
import { convertToAnthropicSettings } from './convert-to-anthropic-settings.ts';
import { convertToAnthropicMessages } from './convert-to-anthropic-messages.ts';
import { convertToAnthropicTools } from './convert-to-anthropic-tools.ts';
import { defaultMaxTokens } from './default-max-tokens.ts';
import { withoutCitations } from './document-citations.ts';
import { cachePrompt } from './prompt-cache.ts';

export interface BuiltRequest {
  readonly body: AnthropicRequest;
  readonly leftOut: string;
  /** What the person asked for and does not get. */
  readonly warnings: readonly string[];
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildAnthropicRequest(
  call: ModelCall,
  files: LoadedFiles = noFiles,
  promptCache: EndpointAccess['promptCache'] = '5m',
): BuiltRequest {
  const { system, messages, leftOut } = convertToAnthropicMessages(call, files);
  const { model } = call;
  const { settings, warnings } = convertToAnthropicSettings(model, call, defaultMaxTokens(model));
  const called = new Set(messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []))));
  const { output_config: format, ...tools } = convertToAnthropicTools(call, called);
  const output = [settings.output_config, format].filter((config) => config !== undefined);
  return {
    leftOut,
    warnings: [
      ...warnings,
      ...(call.responseFormat?.type === 'json_object' ? ['This provider promises JSON only with a schema; the model was not told.'] : []),
    ],
    body: {
      model,
      messages: format === undefined ? messages : withoutCitations(messages),
      stream: true,
      ...cachePrompt(system, promptCache),
      ...settings,
      ...tools,
      ...(output.length === 0 ? {} : { output_config: Object.assign({}, ...output) as AnthropicRequest['output_config'] }),
    },
  };
}
