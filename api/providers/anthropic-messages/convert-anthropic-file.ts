import type { FormatTakes, LoadedFile } from '../kit/load-files.ts';
import type { AnthropicBlock, AnthropicImageType } from './anthropic-types.ts';
import { cited } from './document-citations.ts';

const imageTypes: readonly AnthropicImageType[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** What Messages carries: images, PDF, and words as documents with a title. */
export const anthropicTakes: FormatTakes = {
  image: imageTypes,
  document: ['application/pdf'],
  text: true,
};

/** The longest title of a document. */
const titleCharacters = 200;

export function convertAnthropicFile(file: LoadedFile): AnthropicBlock[] {
  const title = file.name.slice(0, titleCharacters);
  if (file.kind === 'text') {
    // A document without a word in it is refused.
    if (file.text.trim() === '') return [{ type: 'text', text: `[The file "${file.name}" is empty.]` }];
    return [{ type: 'document', title, ...cited, source: { type: 'text', media_type: 'text/plain', data: file.text } }];
  }
  const imageType = imageTypes.find((type) => type === file.mediaType);
  if (imageType !== undefined) return [{ type: 'image', source: { type: 'base64', media_type: imageType, data: file.base64 } }];
  return [{ type: 'document', title, ...cited, source: { type: 'base64', media_type: 'application/pdf', data: file.base64 } }];
}
