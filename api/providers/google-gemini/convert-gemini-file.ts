import type { FormatTakes, LoadedFile } from '../kit/load-files.ts';
import type { GeminiPart } from './gemini-types.ts';

/** What Gemini reads inside a request; words are sent as words. */
export const geminiTakes: FormatTakes = {
  inAnswers: true,
  image: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/heic', 'image/heif'],
  document: ['application/pdf'],
  audio: [
    'audio/mpeg',
    'audio/mp3',
    'audio/wav',
    'audio/x-wav',
    'audio/aiff',
    'audio/aac',
    'audio/ogg',
    'audio/flac',
    'audio/x-flac',
    'audio/mp4',
    'audio/x-m4a',
    'audio/webm',
  ],
  video: ['video/mp4', 'video/mpeg', 'video/quicktime', 'video/webm', 'video/x-flv', 'video/x-ms-wmv', 'video/3gpp', 'video/x-msvideo'],
};

/** Google's names for types that have several. */
const names: Readonly<Record<string, string>> = {
  'audio/x-wav': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/x-m4a': 'audio/mp4',
  'video/x-ms-wmv': 'video/wmv',
  'video/x-msvideo': 'video/avi',
};

export const convertGeminiFile = (file: LoadedFile): GeminiPart =>
  file.kind === 'text' ? { text: file.text } : { inlineData: { mimeType: names[file.mediaType] ?? file.mediaType, data: file.base64 } };
