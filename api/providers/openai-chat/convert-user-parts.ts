import { isKnownPart, type Part } from '@parley/contracts';
import type { FormatTakes, LoadedFile, LoadedFiles } from '../kit/load-files.ts';
import { textOf } from '../kit/text-of.ts';
import type { OpenAiContentPart } from './openai-chat-types.ts';

const audioFormats: Readonly<Record<string, 'wav' | 'mp3'>> = { 'audio/wav': 'wav', 'audio/mpeg': 'mp3' };

/** What Chat Completions carries: images of the common kinds, PDF as its only document, and two kinds of sound. */
export const openAiChatTakes: FormatTakes = {
  image: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  document: ['application/pdf'],
  audio: Object.keys(audioFormats),
};

function convertFile(file: LoadedFile): OpenAiContentPart {
  if (file.kind === 'text') return { type: 'text', text: file.text };
  const { kind, mediaType, base64, name } = file;
  const url = `data:${mediaType};base64,${base64}`;
  if (kind === 'image') return { type: 'image_url', image_url: { url } };
  if (kind === 'audio') return { type: 'input_audio', input_audio: { data: base64, format: audioFormats[mediaType] ?? 'wav' } };
  return { type: 'file', file: { filename: name, file_data: url } };
}

/** A person's message: plain words, or pieces in their order where files are among them. */
export function convertUserParts(parts: readonly Part[], files: LoadedFiles): string | readonly OpenAiContentPart[] {
  const known = parts.filter(isKnownPart);
  if (!known.some(({ type }) => type === 'file')) return textOf(parts);
  return known.flatMap((part): OpenAiContentPart[] => {
    if ((part.type === 'text' || part.type === 'summary') && part.text !== '') return [{ type: 'text', text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file === undefined ? [] : [convertFile(file)];
  });
}
