import type { Part } from '@parley/contracts';
import type { ModelCall } from '../../providers/port.ts';

/** Bytes of UTF-8 that make a token, about: four letters of English, a character or so of Chinese. */
export const bytesPerToken = 4;

/** What a message costs beside its words, and what a picture or another file is taken for. */
const perMessage = 4;
const perFile = 1_000;

function partTokens(part: Part): number {
  if (part.type === 'file') return perFile;
  let bytes = 0;
  for (const field of ['text', 'arguments', 'content'] as const) {
    const value = (part as Record<string, unknown>)[field];
    if (typeof value === 'string') bytes += Buffer.byteLength(value);
  }
  return bytes / bytesPerToken;
}

/** Tokens that a call sends, about; for what is reserved, and where a provider says nothing. */
export function estimateInput({ instructions, messages, tools }: ModelCall): number {
  let tokens = instructions === undefined ? 0 : Buffer.byteLength(instructions) / bytesPerToken;
  for (const { parts } of messages) for (const part of parts) tokens += partTokens(part);
  if (tools !== undefined) tokens += Buffer.byteLength(JSON.stringify(tools)) / bytesPerToken;
  return Math.ceil(tokens + messages.length * perMessage);
}
