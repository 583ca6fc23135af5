import { callId, named, pieces, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

const usageOf = ({ input, output }: FakeUsage): object => ({
  billed_units: { input_tokens: input, output_tokens: output },
  tokens: { input_tokens: input, output_tokens: output },
  cached_tokens: 0,
});

/** Cohere's chat, version 2: numbered blocks, each with a start, deltas and an end; calls plan first. */
export function createCohereWire(_ask: FakeAsk, number: number): Wire {
  const id = `fake-${number}`;
  let index = -1;
  let open: 'thinking' | 'text' | undefined;

  const close = (): string => {
    if (open === undefined) return '';
    open = undefined;
    return named('content-end', { type: 'content-end', index });
  };
  const block = (kind: 'thinking' | 'text', token: string): string => {
    let begun = '';
    if (open !== kind) {
      begun = close();
      index += 1;
      open = kind;
      begun += named('content-start', { type: 'content-start', index, delta: { message: { content: { type: kind, [kind]: '' } } } });
    }
    return `${begun}event: content-delta\ndata: {"type":"content-delta","index":${index},"delta":{"message":{"content":{"${kind}":${JSON.stringify(token)}}}}}\n\n`;
  };
  const call = (kind: string, inner?: object): string =>
    named(kind, { type: kind, index: 0, ...(inner ? { delta: { message: { tool_calls: inner } } } : {}) });
  const ending = (finish: string, usage: FakeUsage | undefined, error?: string): string =>
    named('message-end', {
      type: 'message-end',
      id,
      delta: { ...(error === undefined ? {} : { error }), finish_reason: finish, ...(usage ? { usage: usageOf(usage) } : {}) },
    });

  return {
    begin: () =>
      named('message-start', {
        id,
        type: 'message-start',
        delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
      }),
    reasoning: (token) => block('thinking', token),
    text: (token) => block('text', token),
    tool: (name, args, at) =>
      close() +
      call('tool-call-start', { id: callId(number, at, name), type: 'function', function: { name, arguments: '' } }) +
      pieces(args)
        .map((piece) => call('tool-call-delta', { function: { arguments: piece } }))
        .join('') +
      call('tool-call-end'),
    otherChoice: () => '',
    unknown: () => named('x-unknown', { type: 'x-unknown', future: { deep: [1] } }),
    comment: () => ': FAKE PROCESSING\n\n',
    error: ({ message }) => close() + ending('ERROR', undefined, message),
    end: (usage, script, calledTool) =>
      close() + ending(script.finish ?? (calledTool ? 'TOOL_CALL' : 'COMPLETE'), usage) + (script.done === false ? '' : 'data: [DONE]\n\n'),
    whole: (reasoning, text, usage, script) =>
      JSON.stringify({
        id,
        message: {
          role: 'assistant',
          content: [...(reasoning === '' ? [] : [{ type: 'thinking', thinking: reasoning }]), { type: 'text', text }],
        },
        finish_reason: script.finish ?? 'COMPLETE',
        usage: usageOf(usage),
      }),
    failure: ({ message }) => JSON.stringify({ id, message }),
  };
}

/** What `/v1/models` says when it is asked for models that chat. */
export const cohereModels = (models: readonly string[]): string =>
  JSON.stringify({
    models: models.map((name) => ({
      name,
      endpoints: ['generate', 'chat', 'summarize'],
      finetuned: false,
      context_length: 128_000,
      tokenizer_url: '',
      default_endpoints: [],
    })),
    next_page_token: '',
  });
