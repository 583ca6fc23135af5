import type { PartOf } from '@parley/contracts';
import type { ModelCall } from '../../../providers/port.ts';
import { invalid, unsupported } from './refuse.ts';

type FilePart = Omit<PartOf<'file'>, 'id'>;

/**
 * The files that a request carries inside. Each becomes a `file` part whose bytes are decoded when the adapter asks for them. Files at addresses
 * are refused: a server that fetches what a caller names fetches for everybody who can reach it.
 */
export interface InlineFiles {
  /** From `data:image/png;base64,…`. Throws `request.invalid`, and `api-call.unsupported` for an address. */
  fromUrl(url: string, name: string | undefined, path: string): FilePart;
  fromBase64(mediaType: string, data: string, name: string | undefined, path: string): FilePart;
  fromText(mediaType: string, text: string, name: string | undefined): FilePart;
  readonly loadFile: NonNullable<ModelCall['loadFile']>;
}

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w.+-]+=[\w.+-]+)*;base64,/i;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Bytes that a text of base64 holds, without decoding it. */
const decodedBytes = (data: string): number => Math.floor((data.replace(/=+$/, '').length * 3) / 4);

export function createInlineFiles(): InlineFiles {
  const contents = new Map<string, { readonly data: string; readonly encoding: 'base64' | 'utf8' }>();

  function keep(mediaType: string, data: string, encoding: 'base64' | 'utf8', name: string | undefined): FilePart {
    const fileId = `inline-${contents.size + 1}`;
    contents.set(fileId, { data, encoding });
    const bytes = encoding === 'base64' ? decodedBytes(data) : Buffer.byteLength(data);
    return { type: 'file', fileId, name: name ?? fileId, mediaType: mediaType.toLowerCase(), bytes };
  }
  const fromBase64: InlineFiles['fromBase64'] = (mediaType, data, name, path) => {
    if (!base64.test(data)) throw invalid(path, 'this is not base64');
    return keep(mediaType, data, 'base64', name);
  };
  return {
    fromUrl(url, name, path) {
      const [head = '', mediaType] = dataUrl.exec(url) ?? [];
      if (mediaType !== undefined) return fromBase64(mediaType, url.slice(head.length), name, path);
      if (/^https?:/i.test(url)) throw unsupported(`${path}: a file at an address`, 'send it inside the request, as a data: URL in base64');
      throw invalid(path, 'this is not a data: URL in base64');
    },
    fromBase64,
    fromText: (mediaType, text, name) => keep(mediaType, text, 'utf8', name),
    loadFile: async (fileId) => {
      const content = contents.get(fileId);
      return content === undefined ? null : Buffer.from(content.data, content.encoding);
    },
  };
}
