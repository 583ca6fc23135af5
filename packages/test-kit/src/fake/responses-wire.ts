import type { FakeScript } from './fake-script.ts';
import { callId, pieces, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

const created = 1_767_225_600;

const usageOf = ({ input, output, reasoning }: FakeUsage): object => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: input + output,
});

const message = (id: string, text: string): object => ({
  id,
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', annotations: [], logprobs: [], text }],
});
const reasoningItem = (id: string, text: string, sealed: string): object => ({
  id,
  type: 'reasoning',
  encrypted_content: sealed,
  summary: [{ type: 'summary_text', text }],
});

/** How a response ends: whole, or cut short for a reason. */
function ending(finish: string | undefined): { status: string; incomplete_details: object | null } {
  if (finish === 'length' || finish === 'max_output_tokens')
    return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (finish === 'content_filter') return { status: 'incomplete', incomplete_details: { reason: finish } };
  return { status: finish ?? 'completed', incomplete_details: null };
}

/** The Responses format of OpenAI: numbered items, each added, told in pieces, and done. */
export function createResponsesWire(ask: FakeAsk, number: number): Wire {
  const output: object[] = [];
  let sequence = 0;
  let open: { kind: 'reasoning' | 'message'; id: string; text: string } | undefined;

  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...data })}\n\n`;
  const response = (status: string, more: object): object => ({
    id: `resp_fake${number}`,
    object: 'response',
    created_at: created,
    status,
    error: null,
    incomplete_details: null,
    model: ask.model,
    output: [],
    parallel_tool_calls: true,
    tools: [],
    usage: null,
    ...more,
  });
  const at = (): object => ({ item_id: open?.id, output_index: output.length });

  function close(): string {
    if (!open) return '';
    const { kind, id, text } = open;
    const item = kind === 'message' ? message(id, text) : reasoningItem(id, text, `sealed-fake${number}`);
    const part = kind === 'message' ? { type: 'output_text', annotations: [], logprobs: [], text } : { type: 'summary_text', text };
    const said =
      kind === 'message'
        ? event('response.output_text.done', { ...at(), content_index: 0, text, logprobs: [] }) +
          event('response.content_part.done', { ...at(), content_index: 0, part })
        : event('response.reasoning_summary_text.done', { ...at(), summary_index: 0, text }) +
          event('response.reasoning_summary_part.done', { ...at(), summary_index: 0, part });
    const done = event('response.output_item.done', { output_index: output.length, item });
    output.push(item);
    open = undefined;
    return said + done;
  }
  function begin(kind: 'reasoning' | 'message'): string {
    if (open?.kind === kind) return '';
    const before = close();
    const id = `${kind === 'message' ? 'msg' : 'rs'}_fake${number}_${output.length}`;
    open = { kind, id, text: '' };
    const item =
      kind === 'message'
        ? { id, type: 'message', status: 'in_progress', content: [], role: 'assistant' }
        : { id, type: 'reasoning', summary: [] };
    const part =
      kind === 'message'
        ? event('response.content_part.added', {
            ...at(),
            content_index: 0,
            part: { type: 'output_text', annotations: [], logprobs: [], text: '' },
          })
        : event('response.reasoning_summary_part.added', { ...at(), summary_index: 0, part: { type: 'summary_text', text: '' } });
    return before + event('response.output_item.added', { output_index: output.length, item }) + part;
  }
  function say(kind: 'reasoning' | 'message', token: string): string {
    const begun = begin(kind);
    if (open) open.text += token;
    const place = kind === 'message' ? { content_index: 0, logprobs: [] } : { summary_index: 0 };
    const type = kind === 'message' ? 'response.output_text.delta' : 'response.reasoning_summary_text.delta';
    return begun + event(type, { ...at(), ...place, delta: token });
  }
  function end(usage: FakeUsage | undefined, script: FakeScript): string {
    const closed = close();
    if (script.done === false) return closed;
    const { status, ...more } = ending(script.finish);
    return closed + event(`response.${status}`, { response: response(status, { ...more, output, usage: usage ? usageOf(usage) : null }) });
  }

  return {
    begin: () =>
      event('response.created', { response: response('in_progress', {}) }) +
      event('response.in_progress', { response: response('in_progress', {}) }),
    reasoning: (token) => say('reasoning', token),
    text: (token) => say('message', token),
    picture(result) {
      const before = close();
      const item = {
        id: `ig_fake${number}_${output.length}`,
        type: 'image_generation_call',
        status: 'completed',
        output_format: 'png',
        result,
      };
      const output_index = output.length;
      output.push(item);
      return (
        before +
        event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', result: null } }) +
        event('response.image_generation_call.generating', { output_index, item_id: item.id }) +
        event('response.image_generation_call.completed', { output_index, item_id: item.id }) +
        event('response.output_item.done', { output_index, item })
      );
    },
    tool(name, args, at) {
      const before = close();
      const item = {
        id: callId(number, at, 'fc'),
        type: 'function_call',
        status: 'completed',
        arguments: args,
        call_id: callId(number, at),
        name,
      };
      const place = { item_id: item.id, output_index: output.length };
      const told =
        event('response.output_item.added', { output_index: output.length, item: { ...item, status: 'in_progress', arguments: '' } }) +
        pieces(args)
          .map((delta) => event('response.function_call_arguments.delta', { ...place, delta }))
          .join('') +
        event('response.function_call_arguments.done', { ...place, name, arguments: args }) +
        event('response.output_item.done', { output_index: output.length, item });
      output.push(item);
      return before + told;
    },
    otherChoice: () => '',
    unknown: () => event('response.x_unknown', { future: { deep: [1] } }),
    comment: () => ': FAKE PROCESSING\n\n',
    error: ({ code, message: words }) => event('error', { code: code ?? 'server_error', message: words, param: null }),
    end,
    whole: (reasoning, text, usage, script) => {
      const { status, ...more } = ending(script.finish);
      const said = [
        ...(reasoning === '' ? [] : [reasoningItem(`rs_fake${number}`, reasoning, `sealed-fake${number}`)]),
        message(`msg_fake${number}`, text),
      ];
      return JSON.stringify(response(status, { ...more, output: said, usage: usageOf(usage) }));
    },
    failure: ({ type, code, message: words }) => JSON.stringify({ error: { message: words, type, param: null, code } }),
  };
}
