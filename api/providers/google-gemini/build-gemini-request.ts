import type { LoadedFiles } from '../kit/load-files.ts';
import type { EndpointAccess, ModelCall } from '../port.ts';
import { convertToGeminiMessages } from './convert-to-gemini-messages.ts';
import type { GeminiContent, GeminiGeneration, GeminiRequest, GeminiTool } from './gemini-types.ts';
import { chooseThinking } from './thinking-config.ts';
import { unsigned } from './thought-signature.ts';

export interface BuiltRequest {
  readonly body: GeminiRequest;
  readonly leftOut: string;
  /** What the person asked for and does not get. */
  readonly warnings: readonly string[];
}

/** Models that refuse a call of theirs without its signature. */
const insistsOnSignatures = /gemini-(?:[3-9]|\d\d)/;

/** The first call of each step, and every file of an answer, carry a signature; what another model made gets Google's word for that. */
export const signParts = (contents: readonly GeminiContent[]): GeminiContent[] =>
  contents.map(({ role, parts }) => {
    if (role !== 'model') return { role, parts };
    const first = parts.findIndex((part) => 'functionCall' in part);
    return {
      role,
      parts: parts.map((part, index) =>
        part.thoughtSignature === undefined && (index === first || 'inlineData' in part) ? { ...part, thoughtSignature: unsigned } : part,
      ),
    };
  });

function generationOf(call: ModelCall, warn: (message: string) => void): GeminiGeneration {
  const { temperature, topP, topK, maxOutputTokens, stop, seed, frequencyPenalty, presencePenalty, responseFormat } = call;
  const thinking = chooseThinking(call);
  thinking.warnings.forEach(warn);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: stop }),
    ...(seed === undefined ? {} : { seed }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(responseFormat === undefined ? {} : { responseMimeType: 'application/json' }),
    ...(responseFormat?.type === 'json_schema' ? { responseJsonSchema: responseFormat.schema } : {}),
    ...(thinking.config === undefined ? {} : { thinkingConfig: thinking.config }),
  };
}

/** Google's own tools and those of the caller exclude each other. */
function toolsOf({ model, tools = [], webSearch }: ModelCall, warn: (message: string) => void): GeminiTool[] {
  if (tools.length > 0) {
    if (webSearch) warn('Gemini does not search the web in a request that brings tools of its own.');
    return [
      {
        functionDeclarations: tools.map(({ name, description, parameters }) => ({
          name,
          ...(description === undefined ? {} : { description }),
          parametersJsonSchema: parameters,
        })),
      },
    ];
  }
  if (!webSearch) return [];
  const readsPages = !/gemini-(?:1|2\.0)/.test(model);
  return [{ googleSearch: {} }, ...(readsPages ? [{ urlContext: {} }] : [])];
}

function toolConfigOf({ tools = [], toolChoice }: ModelCall): GeminiRequest['toolConfig'] {
  if (tools.length === 0 || toolChoice === undefined) return undefined;
  if (typeof toolChoice === 'object') return { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [toolChoice.name] } };
  return { functionCallingConfig: { mode: toolChoice === 'required' ? 'ANY' : toolChoice === 'none' ? 'NONE' : 'AUTO' } };
}

/** The first form of a request; a server that refuses a part of it gets another (`adjustRefusedRequest`). */
export function buildGeminiRequest(call: ModelCall, { google }: Pick<EndpointAccess, 'google'>, files: LoadedFiles): BuiltRequest {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const { system, contents, leftOut } = convertToGeminiMessages(call, { files, withIds: google?.vertex === undefined });
  if (call.parallelToolCalls === false && call.tools && call.tools.length > 0)
    warn('Gemini decides itself how many tools it calls at a time.');
  const generationConfig = generationOf(call, warn);
  const tools = toolsOf(call, warn);
  const toolConfig = toolConfigOf(call);
  return {
    leftOut,
    warnings,
    body: {
      contents: insistsOnSignatures.test(call.model) ? signParts(contents) : contents,
      ...(system === '' ? {} : { systemInstruction: { parts: [{ text: system }] } }),
      ...(Object.keys(generationConfig).length === 0 ? {} : { generationConfig }),
      ...(google?.safety && google.safety.length > 0 ? { safetySettings: google.safety } : {}),
      ...(tools.length === 0 ? {} : { tools }),
      ...(toolConfig === undefined ? {} : { toolConfig }),
    },
  };
}
