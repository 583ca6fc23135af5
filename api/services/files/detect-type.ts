import { textType } from './text-types.ts';

const unknown = 'application/octet-stream';

/** What a container is by its name, where its content says only what it is packed in. */
const packed: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** Old names of types that have a common one. */
const common: Readonly<Record<string, string>> = { 'audio/x-wav': 'audio/wav', 'audio/vnd.wave': 'audio/wav', 'audio/mp3': 'audio/mpeg' };

/** XML is words here, whatever the library calls it: the name and the head tell which. */
const isWords = (type: string): boolean => type === 'application/xml' || type.endsWith('+xml');

/**
 * The type of a content by itself: magic bytes, else whether it is words. The name only tells kinds of words apart, and office documents from
 * other archives. The library is loaded at the first upload: starting does not wait for it.
 */
export async function detectType({ head, isText, name }: { head: Buffer; isText: boolean; name: string }): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  // A head that is cut in the middle of what the library wants to read is unknown to it, and it may say so by throwing.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found !== undefined && !(isText && isWords(found.mime))) {
    const type = found.mime.split(';', 1)[0] ?? unknown;
    const end = /\.([a-z]{4})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
    if (type === 'application/zip' && Object.hasOwn(packed, end)) return packed[end]!;
    return Object.hasOwn(common, type) ? common[type]! : type;
  }
  return isText ? textType(name, head.toString('utf8', 0, 4_096)) : unknown;
}
