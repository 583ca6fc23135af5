import { callId, pieces, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

const created = 1_767_225_600;

const usageOf = ({ input, output, reasoning }: FakeUsage): object => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: reasoning },
});

/** The Chat Completions format, as OpenAI and its many imitators write it. */
export function createOpenAiWire(ask: FakeAsk, number: number, reasoningField = 'reasoning_content'): Wire {
  const id = `chatcmpl-fake${number}`;
  const head = `{"id":"${id}","object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(ask.model)},"system_fingerprint":"fp_fake"`;
  const chunk = (delta: string, finish: string | null = null, index = 0): string =>
    `data: ${head},"choices":[{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finish === null ? 'null' : `"${finish}"`}}]}\n\n`;
  return {
    begin: () => chunk('{"role":"assistant","content":"","refusal":null}'),
    reasoning: (token) => chunk(`{"content":null,"${reasoningField}":${JSON.stringify(token)}}`),
    text: (token) => chunk(`{"content":${JSON.stringify(token)}}`),
    picture: (base64) => chunk(`{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,${base64}"}}]}`),
    tool: (name, args, at) =>
      chunk(
        `{"tool_calls":[{"index":${at},"id":"${callId(number, at)}","type":"function","function":{"name":${JSON.stringify(name)},"arguments":""}}]}`,
      ) +
      pieces(args)
        .map((piece) => chunk(`{"tool_calls":[{"index":${at},"function":{"arguments":${JSON.stringify(piece)}}}]}`))
        .join(''),
    otherChoice: (token) => chunk(`{"role":"assistant","content":${JSON.stringify(` not${token}`)}}`, null, 1),
    unknown: () => 'event: x_unknown\ndata: {"object":"x.unknown","choices":null,"future":{"deep":[1]}}\n\n',
    comment: () => ': FAKE PROCESSING\n\n',
    error: ({ type, code, message }) => `data: ${JSON.stringify({ error: { message, type, param: null, code } })}\n\n`,
    end: (usage, script, calledTool) =>
      ((script.choices ?? 1) > 1 ? chunk('{}', 'stop', 1) : '') +
      chunk('{}', script.finish ?? (calledTool ? 'tool_calls' : 'stop')) +
      (usage ? `data: ${head},"choices":[],"usage":${JSON.stringify(usageOf(usage))}}\n\n` : '') +
      (script.done === false ? '' : 'data: [DONE]\n\n'),
    whole: (reasoning, text, usage, script) =>
      JSON.stringify({
        id,
        object: 'chat.completion',
        created,
        model: ask.model,
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: text, refusal: null, ...(reasoning === '' ? {} : { [reasoningField]: reasoning }) },
            logprobs: null,
            finish_reason: script.finish ?? 'stop',
          },
        ],
        usage: usageOf(usage),
      }),
    failure: ({ type, code, message }) => JSON.stringify({ error: { message, type, param: null, code } }),
  };
}
