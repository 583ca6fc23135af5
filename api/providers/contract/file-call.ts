import type { PartOf } from '@parley/contracts';
import type { ModelCall } from '../port.ts';

/** The bytes of the files of `fileCall`, by their ids; `gone` is not there. */
const contents: Readonly<Record<string, string>> = {
  png: 'PNG bytes',
  pdf: 'PDF bytes',
  mp3: 'MP3 bytes',
  notes: '\uFEFFBuy milk.\nCall Ada.',
  docx: 'DOCX bytes',
  zip: 'ZIP bytes',
};

/** As requests carry them. */
export const base64Of = (fileId: keyof typeof contents): string => Buffer.from(contents[fileId] ?? '').toString('base64');

const file = (fileId: string, name: string, mediaType: string): PartOf<'file'> => ({
  type: 'file',
  id: `part-${fileId}`,
  fileId,
  name,
  mediaType,
  bytes: 10,
});

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A question with files of every kind, between two pieces of text, one of which is no longer there; and what was asked for. */
export function fileCall(): { readonly call: Partial<ModelCall>; readonly loaded: string[] } {
  const loaded: string[] = [];
  return {
    loaded,
    call: {
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'text', id: 'p1', text: 'Look at these:' },
            file('png', 'cat.png', 'image/png'),
            file('pdf', 'report.pdf', 'application/pdf'),
            file('mp3', 'song.mp3', 'audio/mpeg'),
            file('notes', 'notes.md', 'text/markdown'),
            file('docx', 'letter.docx', docxType),
            file('zip', 'all.zip', 'application/zip'),
            file('gone', 'gone.txt', 'text/plain'),
            { type: 'text', id: 'p2', text: 'What do you see?' },
          ],
        },
      ],
      async loadFile(fileId) {
        loaded.push(fileId);
        return contents[fileId] === undefined ? null : Buffer.from(contents[fileId]);
      },
    },
  };
}

/** The names of the files that the warnings among these events say were left out. */
export const leftOut = (events: readonly { readonly type: string }[]): string[] =>
  events.flatMap((event) => {
    const { code, message } = event as { readonly code?: string; readonly message?: string };
    return code === 'file.left-out' ? [/"([^"]+)"/.exec(message ?? '')?.[1] ?? 'no name'] : [];
  });

/** How the notes are sent where words have no place of their own. */
export const notesAsText = '[File "notes.md"]\nBuy milk.\nCall Ada.\n[End of file "notes.md"]';
export const goneAsText = '[The file "gone.txt" is no longer there.]';
