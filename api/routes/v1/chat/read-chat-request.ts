import type { ChatCompletionRequest, ChatContentPart, ChatMessage } from '@parley/contracts/v1';
import type { ModelCall, ModelTool, ResponseFormat, ToolChoice } from '../../../providers/port.ts';
import { defined } from '../kit/defined.ts';
import { createHistory, type History } from '../kit/history.ts';
import { createInlineFiles, type InlineFiles } from '../kit/inline-files.ts';
import { invalid, refuseAll, unsupported } from '../kit/refuse.ts';

type Content = Extract<ChatMessage, { role: 'user' }>['content'];

function wordsOf(content: Content | undefined, path: string): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return content;
  return content
    .map((part, index) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'refusal') return part.refusal;
      throw invalid(`${path}.${index}`, `only words are taken here, not ${part.type}`);
    })
    .join('');
}

function convertPart(part: ChatContentPart, files: InlineFiles, path: string): Parameters<History['add']>[1][number] {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'refusal':
      return { type: 'text', text: part.refusal };
    case 'image_url':
      return files.fromUrl(part.image_url.url, undefined, `${path}.image_url.url`);
    case 'input_audio': {
      const { format, data } = part.input_audio;
      return files.fromBase64(format === 'wav' ? 'audio/wav' : 'audio/mpeg', data, undefined, `${path}.input_audio.data`);
    }
    case 'file': {
      if (part.file.file_data === undefined) throw unsupported(`${path}.file.file_id`, 'send the file inside the request, as file_data');
      return files.fromUrl(part.file.file_data, part.file.filename, `${path}.file.file_data`);
    }
  }
}

function addUser(history: History, content: Content, files: InlineFiles, path: string): void {
  const parts =
    typeof content === 'string'
      ? [{ type: 'text' as const, text: content }]
      : content.map((part, index) => convertPart(part, files, `${path}.${index}`));
  history.add('user', parts);
}

function addAssistant(history: History, message: Extract<ChatMessage, { role: 'assistant' }>, files: InlineFiles, path: string): void {
  refuseAll({ [`${path}.function_call`]: message.function_call });
  const text = wordsOf(message.content, `${path}.content`) + (message.refusal ?? '');
  history.add('assistant', [
    ...(message.reasoning_content ? [{ type: 'reasoning' as const, text: message.reasoning_content }] : []),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...(message.images ?? []).map(({ image_url: { url } }, index) => files.fromUrl(url, undefined, `${path}.images.${index}`)),
    ...(message.tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
      type: 'tool-call' as const,
      callId: id,
      name,
      arguments: given,
    })),
  ]);
}

/** Words of the system before all others are instructions; later ones stay where they are. */
function addSystem(history: History, instructions: string[], text: string): void {
  if (history.messages.length === 0) instructions.push(text);
  else history.add('system', [{ type: 'text', text }]);
}

const convertTools = (tools: NonNullable<ChatCompletionRequest['tools']>): ModelTool[] =>
  tools.map(({ function: { name, description, parameters = { type: 'object', properties: {} }, strict } }) => ({
    name,
    parameters,
    ...defined({ description, strict }),
  }));

function convertFormat(format: ChatCompletionRequest['response_format']): ResponseFormat | undefined {
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json_object') return format;
  const { name, schema = {}, strict } = format.json_schema;
  return { type: 'json_schema', name, schema, ...defined({ strict }) };
}

const convertChoice = (choice: ChatCompletionRequest['tool_choice']): ToolChoice | undefined =>
  typeof choice === 'object' ? { name: choice.function.name } : choice;

function refuseUnsupported(request: ChatCompletionRequest): void {
  const { n = 1, logprobs, top_logprobs, logit_bias, modalities, audio, functions, function_call } = request;
  if (n > 1) throw unsupported('n', 'send the request as often as you want answers');
  if (modalities?.some((each) => each !== 'text')) throw unsupported('modalities', 'answers are text');
  refuseAll({ logprobs, top_logprobs, audio, functions, function_call });
  if (logit_bias !== undefined && Object.keys(logit_bias).length > 0) throw unsupported('logit_bias');
}

/** What a request of Chat Completions asks of a model. Throws `request.invalid` and `api-call.unsupported` with the place. */
export function readChatRequest(request: ChatCompletionRequest): Omit<ModelCall, 'model'> {
  refuseUnsupported(request);
  const files = createInlineFiles();
  const history = createHistory();
  const instructions: string[] = [];
  for (const [index, message] of request.messages.entries()) {
    const path = `messages.${index}`;
    if (message.role === 'user') addUser(history, message.content, files, `${path}.content`);
    else if (message.role === 'assistant') addAssistant(history, message, files, path);
    else if (message.role === 'tool')
      history.addResult(message.tool_call_id, wordsOf(message.content, `${path}.content`), false, `${path}.tool_call_id`);
    else addSystem(history, instructions, wordsOf(message.content, `${path}.content`));
  }
  if (history.messages.length === 0) throw invalid('messages', 'there is no message to answer');
  const { stop, tools } = request;
  return {
    messages: history.messages,
    loadFile: files.loadFile,
    ...defined({
      instructions: instructions.length === 0 ? undefined : instructions.join('\n\n'),
      temperature: request.temperature,
      topP: request.top_p,
      topK: request.top_k,
      frequencyPenalty: request.frequency_penalty,
      presencePenalty: request.presence_penalty,
      seed: request.seed,
      stop: typeof stop === 'string' ? [stop] : stop,
      maxOutputTokens: request.max_completion_tokens ?? request.max_tokens,
      reasoningEffort: request.reasoning_effort,
      verbosity: request.verbosity,
      webSearch: request.web_search_options === undefined ? undefined : true,
      tools: tools === undefined ? undefined : convertTools(tools),
      toolChoice: convertChoice(request.tool_choice),
      parallelToolCalls: request.parallel_tool_calls,
      responseFormat: convertFormat(request.response_format),
    }),
  };
}
