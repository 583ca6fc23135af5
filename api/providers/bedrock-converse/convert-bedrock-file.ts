import type { FormatTakes, LoadedFile } from '../kit/load-files.ts';
import type { BedrockBlock } from './bedrock-types.ts';

const images: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/gif': 'gif', 'image/webp': 'webp' };
const documents: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** What Converse carries of files. Files of words are sent as words, which every model takes. */
export const bedrockTakes: FormatTakes = { image: Object.keys(images), document: Object.keys(documents) };

/** A name may hold letters, digits, single spaces, hyphens and brackets; anything else is refused, and so are two of one name. */
function documentName(name: string, taken: Set<string>): string {
  const stem = name.replace(/\.[^.]*$/, '');
  const clean = stem
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9\s\-()[\]]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 180);
  const base = clean === '' ? 'Document' : clean;
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? base : `${base} (${count})`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

/** A file as a block; `taken` holds the names of the documents in the request so far. */
export function convertBedrockFile(file: LoadedFile, taken: Set<string>): BedrockBlock[] {
  if (file.kind === 'text') return [{ text: file.text }];
  const source = { bytes: file.base64 };
  const image = images[file.mediaType];
  if (image !== undefined) return [{ image: { format: image, source } }];
  const format = documents[file.mediaType];
  return format === undefined ? [] : [{ document: { format, name: documentName(file.name, taken), source } }];
}
