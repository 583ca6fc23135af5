import { isKnownPart, type Part } from '@parley/contracts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { asObject, parseJson } from '../kit/tolerant.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import { convertGeminiFile } from './convert-gemini-file.ts';
import type { GeminiContent, GeminiPart } from './gemini-types.ts';
import { unwrapSignature } from './thought-signature.ts';

export interface ConvertOptions {
  readonly files: LoadedFiles;
  /** Whether calls and results name each other by id; Vertex pairs them by their order alone. */
  readonly withIds: boolean;
}

const isSaid = (text: string): boolean => text.trim() !== '';

const convertPerson = (parts: readonly Part[], { files }: ConvertOptions): GeminiPart[] =>
  parts.filter(isKnownPart).flatMap((part): GeminiPart[] => {
    if ((part.type === 'text' || part.type === 'summary') && isSaid(part.text)) return [{ text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file ? [convertGeminiFile(file)] : [];
  });

/** Google takes an object; what is none is put into one, under the names its documentation has for it. */
const responseOf = (content: string, isError: boolean | undefined): object =>
  isError ? { error: content } : (asObject(parseJson(content)) ?? { output: content });

const isWords = (part: GeminiPart | undefined): part is GeminiPart & { text: string } =>
  part !== undefined && 'text' in part && part.thought !== true && part.thoughtSignature === undefined;

/**
 * An answer of ours holds tool calls and their results in one message; here every round of results is the user's. Signatures go back on the part
 * they came on. Calls and results without their counterpart are left out, and so is reasoning that Google did not sign.
 */
function convertAnswer(parts: readonly Part[], { withIds, files }: ConvertOptions): GeminiContent[] {
  const known = parts.filter(isKnownPart);
  const calls = new Map(known.flatMap((part) => (part.type === 'tool-call' ? [[part.callId, part] as const] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const contents: { role: 'user' | 'model'; parts: GeminiPart[] }[] = [];
  let ofNextCall: string | undefined;
  let ofNextFile: string | undefined;

  function partsOf(role: 'user' | 'model'): GeminiPart[] {
    const last = contents.at(-1);
    if (last?.role === role) return last.parts;
    const made: GeminiPart[] = [];
    contents.push({ role, parts: made });
    return made;
  }
  const last = (): GeminiPart | undefined => (contents.at(-1)?.role === 'model' ? contents.at(-1)?.parts.at(-1) : undefined);

  /** Text parts in a row are one text: the later ones continued the earlier. */
  function addText(text: string): void {
    const before = last();
    if (isWords(before)) partsOf('model').splice(-1, 1, { text: before.text + text });
    else if (isSaid(text)) partsOf('model').push({ text });
  }
  function addSignature(text: string, wrapped: string): void {
    const sealed = unwrapSignature(wrapped);
    if (!sealed) return;
    const { on, signature: thoughtSignature } = sealed;
    if (on === 'call') ofNextCall = thoughtSignature;
    else if (on === 'file') ofNextFile = thoughtSignature;
    else if (on === 'thought') partsOf('model').push({ text, thought: true, thoughtSignature });
    else {
      const before = last();
      if (isWords(before)) partsOf('model').splice(-1, 1, { text: before.text, thoughtSignature });
      else partsOf('model').push({ text: '', thoughtSignature });
    }
  }
  for (const part of known) {
    if (part.type === 'text' || part.type === 'summary') addText(part.text);
    else if (part.type === 'reasoning' && part.signature !== undefined) addSignature(part.text, part.signature);
    else if (part.type === 'file') {
      const file = files.get(part.fileId);
      if (file)
        partsOf('model').push({ ...convertGeminiFile(file), ...(ofNextFile === undefined ? {} : { thoughtSignature: ofNextFile }) });
      ofNextFile = undefined;
    } else if (part.type === 'tool-call') {
      const functionCall = {
        ...(withIds ? { id: part.callId } : {}),
        name: part.name,
        args: asObject(parseJson(part.arguments)) ?? {},
      };
      if (answered.has(part.callId))
        partsOf('model').push({ functionCall, ...(ofNextCall === undefined ? {} : { thoughtSignature: ofNextCall }) });
      ofNextCall = undefined;
    } else if (part.type === 'tool-result') {
      const call = calls.get(part.callId);
      if (!call) continue;
      const response = responseOf(part.content, part.isError);
      partsOf('user').push({ functionResponse: { ...(withIds ? { id: part.callId } : {}), name: call.name, response } });
    }
  }
  return contents;
}

function convertMessage({ role, parts }: ModelMessage, options: ConvertOptions): GeminiContent[] {
  if (role === 'assistant') return convertAnswer(parts, options);
  if (role === 'system') return [];
  const converted = convertPerson(parts, options);
  return converted.length === 0 ? [] : [{ role: 'user', parts: converted }];
}

/** An answer to go on from ends in its words, without the white space behind them, which the model would not go on from but begin anew. */
function closePrefill(contents: readonly GeminiContent[]): { contents: readonly GeminiContent[]; leftOut: string } {
  const last = contents.at(-1);
  if (last?.role !== 'model') return { contents, leftOut: '' };
  const before = contents.slice(0, -1);
  const ending = last.parts.at(-1);
  if (ending === undefined) return { contents: before, leftOut: '' };
  if (!('text' in ending) || ending.thought === true || !isSaid(ending.text))
    return closePrefill([...before, { role: 'model', parts: last.parts.slice(0, -1) }]);
  const text = ending.text.trimEnd();
  const { thoughtSignature } = ending;
  const closed = { text, ...(thoughtSignature === undefined ? {} : { thoughtSignature }) };
  return {
    contents: [...before, { role: 'model', parts: [...last.parts.slice(0, -1), closed] }],
    leftOut: ending.text.slice(text.length),
  };
}

export interface GeminiContext {
  readonly system: string;
  readonly contents: readonly GeminiContent[];
  /** White space at the end of the answer to go on from, which is not sent. */
  readonly leftOut: string;
}

/**
 * The context in the shape of Gemini: system words apart, roles alternating, the user first. An answer to go on from is the last content, which the
 * model goes on from in the middle of a word if need be.
 */
export function convertToGeminiMessages({ instructions, messages }: ModelCall, options: ConvertOptions): GeminiContext {
  const system = [instructions ?? ''];
  const merged: GeminiContent[] = [];
  for (const message of messages) {
    if (message.role === 'system')
      for (const part of message.parts.filter(isKnownPart)) if (part.type === 'text' || part.type === 'summary') system.push(part.text);
    for (const content of convertMessage(message, options)) {
      const last = merged.at(-1);
      if (last?.role === content.role) merged[merged.length - 1] = { role: last.role, parts: [...last.parts, ...content.parts] };
      else merged.push(content);
    }
  }
  if (merged[0]?.role === 'model') merged.unshift({ role: 'user', parts: [{ text: '(The assistant begins.)' }] });
  return { system: system.filter(isSaid).join('\n\n'), ...closePrefill(merged) };
}
