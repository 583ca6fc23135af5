import { noFiles, type LoadedFiles } from '../kit/load-files.ts';
import type { AwsAccess, ModelCall } from '../port.ts';
import type { BedrockRequest } from './bedrock-types.ts';
import { convertBedrockSettings } from './convert-bedrock-settings.ts';
import { convertToBedrockMessages } from './convert-to-bedrock-messages.ts';
import { convertToBedrockTools } from './convert-to-bedrock-tools.ts';
import { withCitations } from './document-citations.ts';
import { placeCachePoints } from './place-cache-points.ts';

export interface BuiltRequest {
  readonly body: BedrockRequest;
  readonly leftOut: string;
  /** What was asked for and does not come about. */
  readonly warnings: readonly string[];
}

function formatOf({ responseFormat }: ModelCall): Pick<BedrockRequest, 'outputConfig'> {
  if (responseFormat?.type !== 'json_schema') return {};
  const { name, schema } = responseFormat;
  return { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { name, schema: JSON.stringify(schema) } } } } };
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildBedrockRequest(
  call: ModelCall,
  { guardrail }: Pick<AwsAccess, 'guardrail'> = {},
  files: LoadedFiles = noFiles,
): BuiltRequest {
  const { system, messages, leftOut } = convertToBedrockMessages(call, files);
  const { tools, warnings } = convertToBedrockTools(call, messages);
  const { settings, warnings: more } = convertBedrockSettings(call.model, call);
  const body: BedrockRequest = {
    // An answer whose form is promised cannot cite.
    messages: call.responseFormat?.type === 'json_schema' ? messages : withCitations(messages, call.model),
    ...(system.length === 0 ? {} : { system }),
    ...settings,
    ...tools,
    ...formatOf(call),
    ...(guardrail === undefined ? {} : { guardrailConfig: guardrail }),
  };
  return {
    leftOut,
    warnings: [
      ...warnings,
      ...more,
      ...(call.responseFormat?.type === 'json_object' ? ['This API promises JSON only with a schema; the model was not told.'] : []),
    ],
    body: placeCachePoints(call.model, body),
  };
}
