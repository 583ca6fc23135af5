import type { MadeFile } from '../port.ts';

const form = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)((?:;[^,;]{0,100}){0,10});base64,/i;

/** What a data URL carries in base64; undefined for another address. */
export function readDataUrl(url: string): MadeFile | undefined {
  // The head alone is looked at: the bytes may be many.
  const [head, mediaType] = form.exec(url.slice(0, 1_000)) ?? [];
  return head === undefined || mediaType === undefined ? undefined : { mediaType: mediaType.toLowerCase(), base64: url.slice(head.length) };
}
