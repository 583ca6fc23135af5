import type { CitedSource, MadeFile } from '../port.ts';
import type { Sink } from './model-stream.ts';

/** Writes well-formed parts: a start, deltas and an end each, ids counted up, at most one text or reasoning part open at a time. */
export interface PartWriter {
  /** Empty words are dropped; words of another kind close the open part first. */
  text(delta: string): void;
  reasoning(delta: string): void;
  /** Ends the open text or reasoning part. Without one, a signature opens a reasoning part of its own: some providers hide what they signed. */
  close(signature?: string): void;
  openTool(callId: string, name: string): string;
  tool(part: string, delta: string): void;
  closeTool(part: string): void;
  /** A page of the web; once each. */
  source(url: string, title?: string): void;
  /** Words of a document that was sent; the same words once. */
  quote(cited: Omit<CitedSource, 'url'>): void;
  /** A picture or sound, which is whole; ends what is open. Nothing without bytes. */
  file(made: MadeFile): void;
  /** Ends everything that is open, tool calls in their order. */
  closeAll(): void;
}

/** Characters of a citation that are kept: enough to find its place. */
const maxQuote = 1_000;
const maxTitle = 300;

export function createPartWriter(sink: Sink): PartWriter {
  let count = 0;
  let open: { part: string; isText: boolean } | undefined;
  const tools = new Set<string>();
  const sources = new Set<string>();
  const newPart = (): string => `p${(count += 1)}`;

  function begin(isText: boolean): string {
    if (open?.isText === isText) return open.part;
    writer.close();
    const part = newPart();
    open = { part, isText };
    sink({ type: isText ? 'text-start' : 'reasoning-start', part });
    return part;
  }

  const writer: PartWriter = {
    text(delta) {
      if (delta !== '') sink({ type: 'text-delta', part: begin(true), delta });
    },
    reasoning(delta) {
      if (delta !== '') sink({ type: 'reasoning-delta', part: begin(false), delta });
    },
    close(signature) {
      if (signature !== undefined && open?.isText !== false) begin(false);
      if (!open) return;
      const { part, isText } = open;
      open = undefined;
      if (isText) sink({ type: 'text-end', part });
      else sink(signature === undefined ? { type: 'reasoning-end', part } : { type: 'reasoning-end', part, signature });
    },
    openTool(callId, name) {
      writer.close();
      const part = newPart();
      tools.add(part);
      sink({ type: 'tool-call-start', part, callId, name });
      return part;
    },
    tool(part, delta) {
      if (delta !== '' && tools.has(part)) sink({ type: 'tool-call-delta', part, delta });
    },
    closeTool(part) {
      if (tools.delete(part)) sink({ type: 'tool-call-end', part });
    },
    source(url, title) {
      if (sources.has(url) || !/^https?:\/\//i.test(url)) return;
      sources.add(url);
      sink({ type: 'source', part: newPart(), url, ...(title === undefined || title === '' ? {} : { title }) });
    },
    quote({ title = '', quote = '', page }) {
      const name = title.trim().slice(0, maxTitle);
      const words = quote.trim().slice(0, maxQuote);
      const key = JSON.stringify([name, page, words]);
      if ((name === '' && words === '') || sources.has(key)) return;
      sources.add(key);
      sink({
        type: 'source',
        part: newPart(),
        ...(name === '' ? {} : { title: name }),
        ...(words === '' ? {} : { quote: words }),
        ...(page === undefined || page < 1 ? {} : { page }),
      });
    },
    file({ mediaType, base64 }) {
      if (base64 === '') return;
      writer.close();
      sink({ type: 'file', part: newPart(), mediaType, base64 });
    },
    closeAll() {
      writer.close();
      for (const part of tools) writer.closeTool(part);
    },
  };
  return writer;
}
