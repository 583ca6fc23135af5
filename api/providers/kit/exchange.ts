import { createLineSplitter, createSseParser, SseLimitError, type SseEvent } from '@parley/chat-core';
import { limits } from '@parley/contracts';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { ProviderError } from '../port.ts';

/** How a provider answered: with a stream whose events were handed on, or with one body, which is text of any status. */
export type Exchange =
  | { readonly kind: 'events' }
  | { readonly kind: 'body'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

interface Parser {
  push(chunk: Uint8Array): void;
  end(): void;
}

/** How the bytes of a stream are told from a document, and cut into events. */
export interface StreamFormat {
  /** White space before the first event says nothing. */
  readonly skipsBlank: boolean;
  /** By the first byte. */
  isDocument(byte: number): boolean;
  createParser(maxLineBytes: number, onEvent: (event: SseEvent) => void): Parser;
}

/** Server-Sent Events, JSON documents, one a line, each the data of an event, or a format of an adapter's own. */
export type Framing = 'sse' | 'lines' | StreamFormat;

/** Lines as events; empty ones say nothing. */
function createLineParser(maxLineBytes: number, onEvent: (event: SseEvent) => void): Parser {
  const text = new TextDecoder();
  const lines = createLineSplitter(maxLineBytes, (bytes, from, to) => {
    if (to > from) onEvent({ event: 'message', data: text.decode(bytes.subarray(from, to)), id: undefined });
  });
  return { push: (chunk) => lines.push(chunk), end: () => lines.rest() };
}

/** An error body that is longer than this says nothing more. */
const errorBytes = 65_536;

const isBlank = (byte: number): boolean => byte <= 32 || byte === 0xef || byte === 0xbb || byte === 0xbf;

/** How much one event, and one document, may be. */
const mostOf = (trust: EgressRequest['trust']): { readonly line: number; readonly document: number } =>
  trust === 'operator'
    ? { line: limits.providerLineBytes, document: limits.providerJsonBytes }
    : { line: limits.strangerLineBytes, document: limits.strangerJsonBytes };

/** JSON and HTML begin with characters that no line of an event stream begins with; the content type is often wrong. */
const formats: Readonly<Record<'sse' | 'lines', StreamFormat>> = {
  sse: {
    skipsBlank: true,
    isDocument: (byte) => byte === 0x3c || byte === 0x7b || byte === 0x5b,
    createParser: (maxLineBytes, onEvent) => createSseParser({ maxLineBytes }, onEvent),
  },
  lines: {
    skipsBlank: true,
    isDocument: (byte) => byte === 0x3c,
    createParser: createLineParser,
  },
};

/**
 * Sends a request that asks for a stream and takes what comes, whatever it calls itself. `onEvent` is called for each event as its last
 * byte arrives; what it throws ends the exchange. `ending` is true for an event that the end of the stream cut short.
 */
export async function exchange(
  egress: Egress,
  request: EgressRequest,
  onEvent: (event: SseEvent, ending: boolean) => void,
  framing: Framing = 'sse',
): Promise<Exchange> {
  let mode: 'unknown' | 'events' | 'document' | 'error' = 'unknown';
  let head: { status: number; headers: Readonly<Record<string, string>> } = { status: 0, headers: {} };
  let ending = false;
  let body = '';
  const decoder = new TextDecoder();
  const take = (event: SseEvent): void => onEvent(event, ending);
  const format = typeof framing === 'string' ? formats[framing] : framing;
  const most = mostOf(request.trust);
  const parser = format.createParser(most.line, take);

  function onData(chunk: Uint8Array): void {
    if (mode === 'events') return parser.push(chunk);
    if (mode === 'unknown') {
      let from = 0;
      while (format.skipsBlank && from < chunk.length && isBlank(chunk[from]!)) from += 1;
      if (from === chunk.length) return;
      mode = format.isDocument(chunk[from]!) ? 'document' : 'events';
      return onData(from === 0 ? chunk : chunk.subarray(from));
    }
    if (mode === 'document' && body.length > most.document) {
      throw new ProviderError('provider.answer-too-large', `The answer is one document of more than ${most.document} bytes.`, {
        status: head.status,
      });
    }
    if (mode === 'document' || body.length < errorBytes) body += decoder.decode(chunk, { stream: true });
  }

  try {
    await egress.stream(request, {
      onHead(status, headers) {
        head = { status, headers };
        if (status < 200 || status > 299) mode = 'error';
      },
      onData,
    });
    // `mode` is changed by the callbacks above, which control flow analysis does not see.
    const reached = mode as 'unknown' | 'events' | 'document' | 'error';
    if (reached === 'document' || reached === 'error') return { kind: 'body', ...head, body };
    ending = true;
    parser.end();
    return { kind: 'events' };
  } catch (error) {
    if (error instanceof SseLimitError)
      throw new ProviderError('provider.answer-too-large', `The provider sent too much at once: ${error.message}.`, { cause: error });
    throw error;
  }
}
