import type { Adjusted } from '../kit/ask-adjusting.ts';
import { goOn } from '../kit/prefill.ts';
import { signParts } from './build-gemini-request.ts';
import type { GeminiContent, GeminiGeneration, GeminiPart, GeminiRequest } from './gemini-types.ts';

const withoutSignatures = (contents: readonly GeminiContent[]): GeminiContent[] =>
  contents.map(({ role, parts }) => ({
    role,
    parts: parts
      .filter((part) => !('thought' in part))
      .map((part): GeminiPart => {
        const { thoughtSignature: _, ...rest } = part;
        return rest;
      })
      .filter((part) => !('text' in part && part.text === '')),
  }));

function without(body: GeminiRequest, name: keyof GeminiGeneration): GeminiRequest | undefined {
  const { [name]: dropped, ...generationConfig } = body.generationConfig ?? {};
  return dropped === undefined ? undefined : { ...body, generationConfig };
}

/** Settings by the words Google refuses them with. */
const refusable: readonly (readonly [RegExp, keyof GeminiGeneration, string])[] = [
  [/response_?schema|response_?json_?schema/, 'responseJsonSchema', 'This model takes no schema for its answer.'],
  [/response[_ ]?mime|json mode/, 'responseMimeType', 'This model does not promise JSON here.'],
  [/penalt/, 'frequencyPenalty', 'This model takes no frequency penalty.'],
  [/penalt/, 'presencePenalty', 'This model takes no presence penalty.'],
  [/\bseed\b/, 'seed', 'This model takes no seed.'],
  [/top[_-]?k/, 'topK', 'This model does not take this top-k; its own is used.'],
  [/top[_-]?p/, 'topP', 'This model does not take this top-p; its own is used.'],
  [/temperature/, 'temperature', 'This model does not take this temperature; its own is used.'],
  [/max_?output_?tokens/, 'maxOutputTokens', 'This model does not take this limit of output; its own is used.'],
];

/**
 * The request again without what the server refused, when its words name something that can be said differently; undefined when they do not,
 * or when that was done already.
 */
export function adjustRefusedRequest(body: GeminiRequest, status: number, words: string): Adjusted<GeminiRequest> | undefined {
  if (status !== 400) return undefined;
  const said = words.toLowerCase();
  if (/thought[ _]?signature/.test(said)) {
    const contents = /missing/.test(said) ? signParts(body.contents) : signParts(withoutSignatures(body.contents));
    if (JSON.stringify(contents) !== JSON.stringify(body.contents)) return { body: { ...body, contents } };
  }
  const thinking = body.generationConfig?.thinkingConfig;
  if (thinking && /thinking|budget|thought/.test(said)) {
    const isAsked = thinking.thinkingBudget !== undefined || thinking.thinkingLevel !== undefined;
    // A model that thinks otherwise than asked still shows its thoughts; one that never thinks is asked for nothing.
    const isItsRange = isAsked && /budget|level/.test(said) && !/not (?:supported|enabled)/.test(said);
    const bare = without(body, 'thinkingConfig');
    if (bare)
      return {
        body: isItsRange ? { ...bare, generationConfig: { ...bare.generationConfig, thinkingConfig: { includeThoughts: true } } } : bare,
        ...(isAsked ? { warning: 'This model does not take this reasoning effort or thinking budget; its own is used.' } : {}),
      };
  }
  if (body.systemInstruction && /(?:developer|system) instruction/.test(said)) {
    const { systemInstruction, ...rest } = body;
    return { body: { ...rest, contents: [{ role: 'user', parts: systemInstruction.parts }, ...rest.contents] } };
  }
  if (
    body.tools &&
    !body.toolConfig &&
    /search|grounding|url.?context/.test(said) &&
    !body.tools.some((tool) => 'functionDeclarations' in tool)
  ) {
    const [search, ...more] = body.tools;
    const { tools: _, ...rest } = body;
    if (search && more.length > 0 && /url.?context/.test(said)) return { body: { ...rest, tools: [search] } };
    return { body: rest, warning: 'This model cannot search the web.' };
  }
  for (const [pattern, name, warning] of refusable) {
    const lighter = pattern.test(said) ? without(body, name) : undefined;
    // A schema means nothing where JSON is not promised.
    if (lighter) return { body: (name === 'responseMimeType' ? without(lighter, 'responseJsonSchema') : undefined) ?? lighter, warning };
  }
  const isGoingOn = body.contents.at(-1)?.role === 'model';
  if (isGoingOn && /model role|user role|role 'user'|prefill|end with a user|last (?:content|message|turn)/.test(said))
    return { body: { ...body, contents: [...body.contents, { role: 'user', parts: [{ text: goOn }] }] } };
  return undefined;
}
