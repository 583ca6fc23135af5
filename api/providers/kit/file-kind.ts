import { isTextMediaType } from '@parley/chat-core';

/** What a model takes a file for. */
export type FileKind = 'image' | 'document' | 'audio' | 'video' | 'text' | 'other';

const documents = /^application\/(?:pdf|rtf|msword|vnd\.(?:openxmlformats|oasis\.opendocument|ms-))/;

export function fileKind(mediaType: string): FileKind {
  if (isTextMediaType(mediaType)) return 'text';
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType.startsWith('audio/')) return 'audio';
  if (mediaType.startsWith('video/')) return 'video';
  return documents.test(mediaType) ? 'document' : 'other';
}
