import type { Adjusted } from '../kit/ask-adjusting.ts';
import { dropRefusedSetting } from '../kit/drop-refused-setting.ts';
import { goOn } from '../kit/prefill.ts';
import type { OpenAiChatRequest, OpenAiContentPart, OpenAiMessage } from './openai-chat-types.ts';

const isPieces = (content: OpenAiMessage['content']): content is readonly OpenAiContentPart[] => Array.isArray(content);

/** What is left out when it is refused, with the words that say so. */
const settings = {
  temperature: 'temperature',
  top_p: 'top-p',
  top_k: 'top-k',
  frequency_penalty: 'frequency penalty',
  presence_penalty: 'presence penalty',
  seed: 'seed',
  random_seed: 'seed',
  stop: 'list of stop sequences',
  reasoning_effort: 'reasoning effort',
  reasoning: 'measure of reasoning',
  thinking: 'measure of thinking',
  verbosity: 'verbosity',
  web_search_options: 'search of the web',
  plugins: 'search of the web',
} satisfies Partial<Record<keyof OpenAiChatRequest, string>>;

/** Models without a system role get its words in front of the first question. */
function foldSystem(messages: readonly OpenAiMessage[]): OpenAiMessage[] {
  const words = messages.flatMap(({ role, content }) => (role === 'system' && typeof content === 'string' ? [content] : [])).join('\n\n');
  const others = messages.filter(({ role }) => role !== 'system');
  const at = others.findIndex(({ role }) => role === 'user');
  return others.map((message, index) => {
    if (index !== at) return message;
    const { content } = message;
    if (isPieces(content)) return { ...message, content: [{ type: 'text', text: words }, ...content] };
    return { ...message, content: [words, content ?? ''].join('\n\n') };
  });
}

/** How servers and models without eyes or ears refuse a piece that is not words. */
const refusesFiles =
  /unknown variant `?(?:image_url|input_audio|file)|no endpoints found that support (?:image|file|audio)|(?:not|n't) (?:a multimodal|support (?:image|vision|audio|file|multimodal|multi-modal))|(?:image_url|input_audio|'file'|"file"|image input|audio input).{0,60}(?:not supported|unsupported|not support|not allowed|only supported)|(?:invalid|unsupported) (?:content )?(?:part )?type.{0,40}(?:image|audio|file)|content must be a string/;

/** Without files: their words alone, as plain text, which every server takes. */
function withoutFiles(messages: readonly OpenAiMessage[]): OpenAiMessage[] {
  return messages.map((message) => {
    if (!isPieces(message.content)) return message;
    const words = message.content.map((piece) => (piece.type === 'text' ? piece.text : '[A file was left out here.]'));
    return { ...message, content: words.join('\n\n') };
  });
}

/**
 * The request again without what the server refused, when its words name something that can be left out or said differently; undefined
 * when they do not, or when that was done already. Servers that speak this format differ in exactly these points.
 */
export function adjustRefusedRequest(body: OpenAiChatRequest, status: number, words: string): Adjusted<OpenAiChatRequest> | undefined {
  const said = words.toLowerCase();
  if ([400, 404, 415, 422].includes(status) && refusesFiles.test(said) && body.messages.some(({ content }) => isPieces(content))) {
    return {
      body: { ...body, messages: withoutFiles(body.messages) },
      warning: 'This model does not take files of this kind; they were left out.',
      code: 'file.left-out',
    };
  }
  if (status !== 400 && status !== 422) return undefined;
  const { stream_options: streamOptions, max_tokens: maxTokens, max_completion_tokens: maxCompletionTokens, ...rest } = body;
  const options = streamOptions === undefined ? {} : { stream_options: streamOptions };

  if (streamOptions && /stream_options|stream options|include_usage/.test(said)) {
    const { stream_options: _, ...without } = body;
    return { body: without };
  }
  if (maxTokens !== undefined && said.includes('max_completion_tokens')) {
    return { body: { ...rest, ...options, max_completion_tokens: maxTokens } };
  }
  if (
    maxCompletionTokens !== undefined &&
    /unrecognized|unknown|unsupported|not permitted|extra/.test(said) &&
    said.includes('max_completion_tokens')
  ) {
    return { body: { ...rest, ...options, max_tokens: maxCompletionTokens } };
  }
  if (body.parallel_tool_calls !== undefined && said.includes('parallel_tool_calls')) {
    const { parallel_tool_calls: _, ...others } = body;
    return { body: others, warning: 'This model decides by itself how many tools it calls at once.' };
  }
  if (body.response_format !== undefined && /response_format|response format/.test(said)) {
    const { response_format: _, ...others } = body;
    return { body: others, warning: 'This model cannot promise this form of an answer; it answers in its own.' };
  }
  const dropped = dropRefusedSetting(body, said, settings);
  if (dropped) return dropped;
  if (
    /system (?:role|message|prompt).{0,40}not supported|developer instruction is not enabled/.test(said) &&
    body.messages.some(({ role }) => role === 'system')
  ) {
    return { body: { ...body, messages: foldSystem(body.messages) } };
  }
  const last = body.messages.at(-1);
  if (last?.role !== 'assistant') return undefined;
  if (said.includes('prefix') && last.prefix === undefined)
    return { body: { ...body, messages: [...body.messages.slice(0, -1), { ...last, prefix: true }] } };
  if (/prefill|prefix|last (?:message|role)|end with|assistant message|final message|add_generation_prompt/.test(said)) {
    const { prefix: _, ...plain } = last;
    return { body: { ...body, messages: [...body.messages.slice(0, -1), plain, { role: 'user', content: goOn }] } };
  }
  return undefined;
}
