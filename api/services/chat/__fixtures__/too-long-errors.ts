import type { Format } from './chat-in-formats.ts';

type Row = readonly [vendor: string, status: number, body: object];

const openAi = (message: string, code: string | number | null, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', param: 'messages', code, ...more },
});

/** How vendors say that a request is too long, by wire format: their own bodies, as their references and people's reports have them. */
export const tooLongErrors: Readonly<Record<Format, readonly Row[]>> = {
  'openai-chat': [
    [
      'OpenAI',
      400,
      openAi(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens. Please reduce the length of the messages.",
        'context_length_exceeded',
      ),
    ],
    [
      'OpenAI, more than a minute allows',
      429,
      openAi(
        'Request too large for gpt-4o in organization org-a on tokens per min (TPM): Limit 30000, Requested 40812. The input or output tokens must be reduced in order to run successfully.',
        'rate_limit_exceeded',
        { type: 'tokens' },
      ),
    ],
    ['Groq', 400, openAi('Please reduce the length of the messages or completion.', 'context_length_exceeded')],
    [
      'Groq, more than a minute allows',
      413,
      openAi(
        'Request too large for model `llama-3.1-8b-instant` in organization `org_a` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9012, please reduce your message size and try again.',
        'rate_limit_exceeded',
        { type: 'tokens' },
      ),
    ],
    [
      'DeepSeek',
      400,
      openAi(
        "This model's maximum context length is 131072 tokens. However, you requested 131134 tokens (122942 in the messages, 8192 in the completion). Please reduce the length of the messages or completion.",
        'invalid_request_error',
      ),
    ],
    [
      'Mistral',
      400,
      {
        object: 'error',
        message: 'Prompt contains 40968 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_prompt',
        param: null,
        code: '3051',
      },
    ],
    [
      'xAI',
      400,
      {
        code: 'Client specified an invalid argument',
        error: "This model's maximum prompt length is 131072 but the request contains 136973 tokens.",
      },
    ],
    [
      'OpenRouter',
      400,
      { error: { message: "This endpoint's maximum context length is 1048576 tokens. However, you requested about 1293741 tokens.", code: 400 } },
    ],
    ['Together', 400, openAi("The input (1000016 tokens) is longer than the model's context length (131072 tokens).", null)],
    ['Moonshot', 400, openAi('Invalid request: Your request exceeded model token limit: 262144 (requested: 291351)', null)],
    [
      'GitHub Models',
      413,
      { error: { code: 'tokens_limit_reached', message: 'Request body too large for gpt-4o model. Max size: 8000 tokens.', details: '' } },
    ],
    ['Copilot', 400, openAi('prompt token count of 133920 exceeds the limit of 128000', 'model_max_prompt_tokens_exceeded')],
    ['Zhipu', 400, { error: { code: '1261', message: 'Prompt 超长' } }],
    ['Z.ai', 400, { error: { code: '1261', message: 'Prompt exceeds max length' } }],
    ['DashScope', 400, openAi('Range of input length should be [1, 30720]', 'invalid_parameter_error')],
    ['MiniMax', 400, openAi('invalid params, context window exceeds limit (2013)', null)],
    [
      'vLLM',
      400,
      {
        object: 'error',
        message: 'The decoder prompt (length 9120) is longer than the maximum model length of 8192. Make sure that `max_model_len` is no smaller.',
        type: 'BadRequestError',
        code: 400,
      },
    ],
    [
      'Text Generation Inference',
      422,
      {
        error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9120 `inputs` tokens and 100 `max_new_tokens`',
        error_type: 'validation',
      },
    ],
    [
      'llama.cpp',
      400,
      { error: { code: 400, message: 'the request exceeds the available context size, try increasing it', type: 'exceed_context_size_error' } },
    ],
    ['LM Studio', 400, { error: 'The number of tokens to keep from the initial prompt is greater than the context length.' }],
  ],
  'openai-responses': [
    [
      'OpenAI',
      400,
      openAi('Your input exceeds the context window of this model. Please adjust your input and try again.', 'context_length_exceeded', {
        param: 'input',
      }),
    ],
  ],
  'anthropic-messages': [
    [
      'Anthropic',
      400,
      { type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 200251 tokens > 200000 maximum' } },
    ],
    [
      'Anthropic, with the room for the answer',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'input length and `max_tokens` exceed context limit: 143653 + 64000 > 200000, decrease input length or `max_tokens` and try again',
        },
      },
    ],
    ['Anthropic, in bytes', 413, { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } }],
  ],
  'google-gemini': [
    [
      'Google',
      400,
      {
        error: {
          code: 400,
          message: 'The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).',
          errors: [
            {
              message: 'The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).',
              domain: 'global',
              reason: 'badRequest',
            },
          ],
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
  ],
  'bedrock-converse': [
    ['Bedrock', 400, { message: 'Input is too long for requested model.' }],
    [
      'Bedrock, in a model’s words',
      400,
      { message: 'The model returned the following errors: prompt is too long: 200251 tokens > 200000 maximum' },
    ],
    [
      'Bedrock, in another’s',
      400,
      { message: "This model's maximum context length is 128000 tokens. Please reduce the length of the prompt" },
    ],
  ],
  ollama: [
    ['Ollama', 400, { error: 'the input length exceeds the context length' }],
    ['Ollama, newer', 400, { error: 'prompt too long; exceeded max context length by 912 tokens' }],
  ],
  cohere: [
    [
      'Cohere',
      400,
      {
        id: 'ef1ad312-576b-4720-8cd4-4b1759942dac',
        message: 'too many tokens: size limit exceeded by 105000 tokens. Try using shorter or fewer inputs. The limit for this model is 8992 tokens.',
      },
    ],
  ],
};

/** The same of the answer: shortening the request would not help. */
export const answerTooLong: readonly (readonly [Format, number, object])[] = [
  [
    'cohere',
    400,
    {
      message: 'too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192.',
    },
  ],
  [
    'bedrock-converse',
    400,
    {
      message:
        'The maximum tokens you requested exceeds the model limit of 2048. Try again with a maximum tokens value that is lower than 2048.',
    },
  ],
];
