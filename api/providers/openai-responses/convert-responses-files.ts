import { isKnownPart, type Part } from '@parley/contracts';
import type { FormatTakes, LoadedFile, LoadedFiles } from '../kit/load-files.ts';
import type { ResponsesContentPart } from './responses-types.ts';

const office = 'application/vnd.openxmlformats-officedocument';

/** What Responses takes as `input_image` and, beside words, as `input_file`. */
export const responsesTakes: FormatTakes = {
  image: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  document: [
    'application/pdf',
    'application/rtf',
    'application/msword',
    `${office}.wordprocessingml.document`,
    `${office}.presentationml.presentation`,
    `${office}.spreadsheetml.sheet`,
    'application/vnd.oasis.opendocument.text',
  ],
};

function convertFile(file: LoadedFile): ResponsesContentPart {
  if (file.kind === 'text') return { type: 'input_text', text: file.text };
  const url = `data:${file.mediaType};base64,${file.base64}`;
  return file.kind === 'image'
    ? { type: 'input_image', image_url: url, detail: 'auto' }
    : { type: 'input_file', filename: file.name, file_data: url };
}

/** A person's message as pieces in their order; null where no file is among them. */
export function convertWithFiles(parts: readonly Part[], files: LoadedFiles): ResponsesContentPart[] | null {
  const known = parts.filter(isKnownPart);
  if (!known.some(({ type }) => type === 'file')) return null;
  return known.flatMap((part): ResponsesContentPart[] => {
    if ((part.type === 'text' || part.type === 'summary') && part.text.trim() !== '') return [{ type: 'input_text', text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file === undefined ? [] : [convertFile(file)];
  });
}
