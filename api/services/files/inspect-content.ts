/** What is learned of a content while it passes. */
export interface Inspection {
  /** The same bytes. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The first bytes, once all have passed. */
  head(): Buffer;
  /** Whether all of it was words: valid UTF-8 without NUL. */
  isText(): boolean;
}

/** As much as the formats that are told apart by it need: office documents name their kind in a first part of some length. */
const headBytes = 65_536;

/** Looks at a content on its way, holding no more than its head. */
export function inspectContent(source: AsyncIterable<Uint8Array>): Inspection {
  const first: Uint8Array[] = [];
  let length = 0;
  let text = true;
  const decoder = new TextDecoder('utf-8', { fatal: true });

  function look(chunk: Uint8Array): void {
    if (length < headBytes) first.push(Uint8Array.prototype.slice.call(chunk, 0, headBytes - length));
    length += chunk.byteLength;
    if (text) text = isUtf8(chunk);
  }
  function isUtf8(chunk: Uint8Array | null): boolean {
    if (chunk?.includes(0) === true) return false;
    try {
      if (chunk === null) decoder.decode();
      else decoder.decode(chunk, { stream: true });
      return true;
    } catch {
      // The only thing that a fatal decoder throws for is what is asked here.
      return false;
    }
  }
  async function* pass(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source) {
      look(chunk);
      yield chunk;
    }
    if (text) text = isUtf8(null);
  }
  return { bytes: pass(), head: () => Buffer.concat(first), isText: () => text };
}
