import { callId, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

const at = '2026-01-01T00:00:00.000000Z';

const countsOf = ({ input, output }: FakeUsage): object => ({
  total_duration: 5_000_000,
  load_duration: 1_000_000,
  prompt_eval_count: input,
  prompt_eval_duration: 2_000_000,
  eval_count: output,
  eval_duration: 2_000_000,
});

/** Ollama's own format: one JSON document a line, the last of which is done and has the counts. */
export function createOllamaWire(ask: FakeAsk, number: number): Wire {
  const head = `{"model":${JSON.stringify(ask.model)},"created_at":"${at}"`;
  const line = (message: string): string => `${head},"message":${message},"done":false}\n`;
  return {
    begin: () => '',
    reasoning: (token) => line(`{"role":"assistant","content":"","thinking":${JSON.stringify(token)}}`),
    text: (token) => line(`{"role":"assistant","content":${JSON.stringify(token)}}`),
    tool: (name, args, at) =>
      line(
        `{"role":"assistant","content":"","tool_calls":[{"id":"${callId(number, at)}","function":{"index":${at},"name":${JSON.stringify(name)},"arguments":${args}}}]}`,
      ),
    otherChoice: () => '',
    unknown: () => `${head},"future":{"deep":[1]},"done":false}\n`,
    comment: () => '\n',
    error: ({ message }) => `${JSON.stringify({ error: message })}\n`,
    end: (usage, script) =>
      `${head},"message":{"role":"assistant","content":""},"done":true,"done_reason":${JSON.stringify(script.finish ?? 'stop')}${
        usage ? `,${JSON.stringify(countsOf(usage)).slice(1, -1)}` : ''
      }}\n`,
    whole: (reasoning, text, usage, script) =>
      JSON.stringify({
        model: ask.model,
        created_at: at,
        message: { role: 'assistant', content: text, ...(reasoning === '' ? {} : { thinking: reasoning }) },
        done: true,
        done_reason: script.finish ?? 'stop',
        ...countsOf(usage),
      }),
    failure: ({ message }) => JSON.stringify({ error: message }),
  };
}

/** What `/api/tags` says of models. */
export const ollamaTags = (models: readonly string[]): string =>
  JSON.stringify({
    models: models.map((name) => ({
      name,
      model: name,
      modified_at: at,
      size: 1_000,
      digest: 'fake',
      details: { format: 'gguf', family: 'fake' },
    })),
  });

/** What `/api/show` says of one. */
export const ollamaShow = (): string =>
  JSON.stringify({
    modelfile: 'FROM fake',
    parameters: 'stop                           "<|end|>"',
    template: '{{ .Prompt }}',
    details: { format: 'gguf', family: 'fake' },
    model_info: { 'general.architecture': 'fake', 'fake.context_length': 8_192 },
    capabilities: ['completion', 'tools', 'thinking'],
  });
