import type { File as KeptFile, InputPart, Part, PartOf } from '@parley/contracts';

/** A file that the server has, as a message will show it. */
export interface AttachedFile {
  readonly fileId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width?: number;
  readonly height?: number;
}

export const attachedFile = ({ id: fileId, name, mediaType, bytes, width, height }: KeptFile): AttachedFile => ({
  fileId,
  name,
  mediaType,
  bytes,
  ...(width === null || height === null ? {} : { width, height }),
});

/** The files of a message, in their order. */
export const filesOf = (parts: readonly Part[]): PartOf<'file'>[] => parts.filter((part): part is PartOf<'file'> => part.type === 'file');

/** What a message is made of: its files, then the words about them. */
export function inputParts(text: string, files: readonly AttachedFile[]): InputPart[] {
  return [
    ...files.map(({ fileId }): InputPart => ({ type: 'file', fileId })),
    ...(text === '' && files.length > 0 ? [] : [{ type: 'text' as const, text }]),
  ];
}

/** The same as it will be shown. */
export function shownParts(text: string, files: readonly AttachedFile[]): Part[] {
  const parts = [...files.map((file) => ({ type: 'file' as const, ...file })), ...(text === '' ? [] : [{ type: 'text' as const, text }])];
  return parts.map((part, index) => ({ ...part, id: `p${index + 1}` }));
}
