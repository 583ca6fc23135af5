import type { adapters } from './recordings.ts';

type Format = keyof typeof adapters;

interface Words {
  /** A piece of an answer. */
  readonly says: (text: string) => string;
  /** A piece that is no JSON. */
  readonly torn: string;
  /** The body of a refusal in the vendor's own form. */
  readonly refuses: (status: number, kind: 'key' | 'model' | 'rate') => object;
}

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const torn = 'data: {"broken":\n\n';
const sentences = { key: 'The API key is invalid.', model: "The model 'm' was not found.", rate: 'Too many requests.' };

const openAi: Words['refuses'] = (_, kind) => ({
  error: {
    message: sentences[kind],
    type: 'invalid_request_error',
    code: { key: 'invalid_api_key', model: 'model_not_found', rate: 'rate_limit_exceeded' }[kind],
  },
});

/** How every format says the few things that tests let a bad server say. */
export const wordsOfFormat: Readonly<Record<Format, Words>> = {
  'openai-chat': { says: (content) => event({ choices: [{ index: 0, delta: { content } }] }), torn, refuses: openAi },
  'openai-responses': {
    says: (delta) => event({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta }),
    torn,
    refuses: openAi,
  },
  'anthropic-messages': {
    says: (text) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    torn,
    refuses: (_, kind) => ({
      type: 'error',
      error: { type: { key: 'authentication_error', model: 'not_found_error', rate: 'rate_limit_error' }[kind], message: sentences[kind] },
    }),
  },
  'google-gemini': {
    says: (text) => event({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] }),
    torn,
    refuses: (code, kind) => ({
      error: {
        code,
        message: sentences[kind],
        status: { key: 'UNAUTHENTICATED', model: 'NOT_FOUND', rate: 'RESOURCE_EXHAUSTED' }[kind],
      },
    }),
  },
  ollama: {
    says: (content) => `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false })}\n`,
    torn: '{"broken":\n',
    refuses: (_, kind) => ({ error: sentences[kind] }),
  },
  cohere: {
    says: (text) => event({ type: 'content-delta', index: 0, delta: { message: { content: { text } } } }),
    torn,
    refuses: (_, kind) => ({ message: sentences[kind] }),
  },
};
