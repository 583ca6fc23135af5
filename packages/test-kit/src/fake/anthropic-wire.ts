import { callId, named, pieces, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

const usageOf = ({ input, output }: FakeUsage): object => ({
  input_tokens: input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: output,
});

/** The Messages format of Anthropic: numbered blocks, each with a start, deltas and a stop. */
export function createAnthropicWire(ask: FakeAsk, number: number): Wire {
  const id = `msg_fake${number}`;
  const inputTokens = ask.prompt.length;
  let index = -1;
  let open: 'thinking' | 'text' | undefined;

  const close = (): string => {
    if (open === undefined) return '';
    const signature =
      open === 'thinking'
        ? named('content_block_delta', {
            type: 'content_block_delta',
            index,
            delta: { type: 'signature_delta', signature: `sig-fake${number}` },
          })
        : '';
    open = undefined;
    return signature + named('content_block_stop', { type: 'content_block_stop', index });
  };
  const start = (block: Record<string, unknown>): string => {
    const before = close();
    index += 1;
    return before + named('content_block_start', { type: 'content_block_start', index, content_block: block });
  };
  const delta = (inner: string): string =>
    `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${inner}}\n\n`;
  const message = (content: unknown[], usage: object, stop: string | null): object => ({
    id,
    type: 'message',
    role: 'assistant',
    model: ask.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage,
  });

  return {
    begin: () =>
      named('message_start', {
        type: 'message_start',
        message: message([], usageOf({ input: inputTokens, output: 1, reasoning: 0 }), null),
      }) + named('ping', { type: 'ping' }),
    reasoning(token) {
      const begun = open === 'thinking' ? '' : start({ type: 'thinking', thinking: '', signature: '' });
      open = 'thinking';
      return begun + delta(`{"type":"thinking_delta","thinking":${JSON.stringify(token)}}`);
    },
    text(token) {
      const begun = open === 'text' ? '' : start({ type: 'text', text: '' });
      open = 'text';
      return begun + delta(`{"type":"text_delta","text":${JSON.stringify(token)}}`);
    },
    tool(name, args, at) {
      const begun = start({ type: 'tool_use', id: callId(number, at, 'toolu'), name, input: {} });
      const inner = pieces(args).map((piece) => delta(`{"type":"input_json_delta","partial_json":${JSON.stringify(piece)}}`));
      return `${begun}${inner.join('')}${named('content_block_stop', { type: 'content_block_stop', index })}`;
    },
    otherChoice: () => '',
    unknown: () => named('x_unknown', { type: 'x_unknown', future: { deep: [1] } }),
    comment: () => named('ping', { type: 'ping' }),
    error: ({ type, message: words }) => named('error', { type: 'error', error: { type, message: words } }),
    end: (usage, script, calledTool) =>
      close() +
      named('message_delta', {
        type: 'message_delta',
        delta: { stop_reason: script.finish ?? (calledTool ? 'tool_use' : 'end_turn'), stop_sequence: null },
        usage: { output_tokens: usage?.output ?? 0 },
      }) +
      (script.done === false ? '' : named('message_stop', { type: 'message_stop' })),
    whole: (reasoning, text, usage, script) =>
      JSON.stringify(
        message(
          [
            ...(reasoning === '' ? [] : [{ type: 'thinking', thinking: reasoning, signature: `sig-fake${number}` }]),
            { type: 'text', text },
          ],
          usageOf(usage),
          script.finish ?? 'end_turn',
        ),
      ),
    failure: ({ type, message: words }) =>
      JSON.stringify({ type: 'error', error: { type, message: words }, request_id: `req_fake${number}` }),
  };
}
