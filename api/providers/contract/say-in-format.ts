import { crc32 } from 'node:zlib';
import { bedrockEvent, eventStreamFrame } from '@parley/test-kit';
import type { adapters } from './recordings.ts';

type Format = keyof typeof adapters;

interface Words {
  /** A piece of an answer. */
  readonly says: (text: string) => string | Buffer;
  /** A piece that is no JSON. */
  readonly torn: string | Buffer;
  /** What says nothing and keeps the connection. */
  readonly idle: string | Buffer;
  /** The beginning of a piece that is longer than any may be. */
  readonly endless: string | Buffer;
  /** The body of a refusal in the vendor's own form. */
  readonly refuses: (status: number, kind: 'key' | 'model' | 'rate') => object;
}

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const asEvents = { torn: 'data: {"broken":\n\n', idle: ': still here\n\n', endless: 'data: ' };
const sentences = { key: 'The API key is invalid.', model: "The model 'm' was not found.", rate: 'Too many requests.' };

const openAi: Words['refuses'] = (_, kind) => ({
  error: {
    message: sentences[kind],
    type: 'invalid_request_error',
    code: { key: 'invalid_api_key', model: 'model_not_found', rate: 'rate_limit_exceeded' }[kind],
  },
});

/** The first bytes of a frame of so many, with their checksum. */
function prelude(length: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

/** How every format says the few things that tests let a bad server say. */
export const wordsOfFormat: Readonly<Record<Format, Words>> = {
  'openai-chat': { says: (content) => event({ choices: [{ index: 0, delta: { content } }] }), ...asEvents, refuses: openAi },
  'openai-responses': {
    says: (delta) => event({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta }),
    ...asEvents,
    refuses: openAi,
  },
  'anthropic-messages': {
    says: (text) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    ...asEvents,
    refuses: (_, kind) => ({
      type: 'error',
      error: { type: { key: 'authentication_error', model: 'not_found_error', rate: 'rate_limit_error' }[kind], message: sentences[kind] },
    }),
  },
  'google-gemini': {
    says: (text) => event({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] }),
    ...asEvents,
    refuses: (code, kind) => ({
      error: {
        code,
        message: sentences[kind],
        status: { key: 'UNAUTHENTICATED', model: 'NOT_FOUND', rate: 'RESOURCE_EXHAUSTED' }[kind],
      },
    }),
  },
  'bedrock-converse': {
    says: (text) => bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
    torn: eventStreamFrame({ ':event-type': 'contentBlockDelta', ':message-type': 'event' }, '{"broken":'),
    idle: bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: '' } }),
    endless: prelude(100 * 1_048_576),
    refuses: (_, kind) => ({ message: sentences[kind] }),
  },
  ollama: {
    says: (content) => `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false })}\n`,
    torn: '{"broken":\n',
    idle: '\n',
    endless: '{"message":',
    refuses: (_, kind) => ({ error: sentences[kind] }),
  },
  cohere: {
    says: (text) => event({ type: 'content-delta', index: 0, delta: { message: { content: { text } } } }),
    ...asEvents,
    refuses: (_, kind) => ({ message: sentences[kind] }),
  },
};
