import type { ResponseContentPart, ResponseItem, ResponseRequest } from '@parley/contracts/v1';
import type { ModelCall, ModelTool, ResponseFormat, ToolChoice } from '../../../providers/port.ts';
import { defined } from '../kit/defined.ts';
import { createHistory, type History } from '../kit/history.ts';
import { createInlineFiles, type InlineFiles } from '../kit/inline-files.ts';
import { invalid, refuseAll, unsupported } from '../kit/refuse.ts';

type Content = Extract<ResponseItem, { role: string }>['content'];

function wordsOf(content: Content, path: string): string {
  if (typeof content === 'string') return content;
  return content
    .map((part, index) => {
      if (part.type === 'refusal') return part.refusal;
      if ('text' in part) return part.text;
      throw invalid(`${path}.${index}`, `only words are taken here, not ${part.type}`);
    })
    .join('');
}

function convertPart(part: ResponseContentPart, files: InlineFiles, path: string): Parameters<History['add']>[1][number] {
  if (part.type === 'refusal') return { type: 'text', text: part.refusal };
  if (part.type === 'input_image') {
    if (part.image_url === undefined) throw unsupported(`${path}.file_id`, 'send the image inside the request, as image_url');
    return files.fromUrl(part.image_url, undefined, `${path}.image_url`);
  }
  if (part.type === 'input_file') {
    if (part.file_data === undefined) throw unsupported(`${path}: a file that is not in the request`, 'send it as file_data');
    return files.fromUrl(part.file_data, part.filename, `${path}.file_data`);
  }
  return { type: 'text', text: part.text };
}

/** Neighbouring items of one answer are one message here, so that reasoning stays before the calls it led to. */
function createAnswers(history: History): { add(part: Parameters<History['add']>[1][number]): void; close(): void } {
  let open: Parameters<History['add']>[1][number][] = [];
  return {
    add: (part) => void open.push(part),
    close() {
      history.add('assistant', open);
      open = [];
    },
  };
}

function readInput(items: readonly ResponseItem[], history: History, files: InlineFiles, instructions: string[]): void {
  const answers = createAnswers(history);
  for (const [index, item] of items.entries()) {
    const path = `input.${index}`;
    if ('role' in item) {
      if (item.role === 'assistant') {
        const text = wordsOf(item.content, `${path}.content`);
        if (text !== '') answers.add({ type: 'text', text });
        continue;
      }
      answers.close();
      if (item.role === 'user') {
        const { content } = item;
        history.add(
          'user',
          typeof content === 'string'
            ? [{ type: 'text', text: content }]
            : content.map((part, at) => convertPart(part, files, `${path}.content.${at}`)),
        );
      } else if (history.messages.length === 0) instructions.push(wordsOf(item.content, `${path}.content`));
      else history.add('system', [{ type: 'text', text: wordsOf(item.content, `${path}.content`) }]);
    } else if (item.type === 'reasoning') {
      const text = item.summary.map((part) => part.text).join('\n\n');
      answers.add({ type: 'reasoning', text, ...defined({ signature: item.encrypted_content }) });
    } else if (item.type === 'function_call') {
      answers.add({ type: 'tool-call', callId: item.call_id, name: item.name, arguments: item.arguments });
    } else if (item.type === 'image_generation_call') {
      const { result = '', output_format: format = 'png' } = item;
      if (result !== '') answers.add(files.fromBase64(`image/${format}`, result, undefined, `${path}.result`));
    } else if (item.type === 'function_call_output') {
      answers.close();
      history.addResult(item.call_id, wordsOf(item.output, `${path}.output`), false, `${path}.call_id`);
    } else throw unsupported(`${path}: a reference to an item`, 'nothing is kept here; send the item itself');
  }
  answers.close();
}

function convertTools(tools: NonNullable<ResponseRequest['tools']>): { tools: ModelTool[]; webSearch: boolean } {
  const functions: ModelTool[] = [];
  let webSearch = false;
  for (const [index, tool] of tools.entries()) {
    if ('name' in tool) {
      const { name, description, parameters = { type: 'object', properties: {} }, strict = true } = tool;
      functions.push({ name, parameters, strict, ...defined({ description }) });
    } else if (/^web_search(_preview)?(_\d|$)/.test(tool.type)) webSearch = true;
    else throw unsupported(`tools.${index}: ${tool.type}`, 'functions and web_search are');
  }
  return { tools: functions, webSearch };
}

function convertFormat(text: ResponseRequest['text']): ResponseFormat | undefined {
  const format = text?.format;
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json_object') return format;
  const { name, schema, strict } = format;
  return { type: 'json_schema', name, schema, ...defined({ strict }) };
}

const convertChoice = (choice: ResponseRequest['tool_choice']): ToolChoice | undefined =>
  typeof choice === 'object' ? { name: choice.name } : choice;

/** What a request of Responses asks of a model. Throws `request.invalid` and `api-call.unsupported` with the place. */
export function readResponseRequest(request: ResponseRequest): Omit<ModelCall, 'model'> {
  const { previous_response_id, conversation, prompt, background, top_logprobs, input } = request;
  if (previous_response_id !== undefined)
    throw unsupported('previous_response_id', 'answers are not kept here; send the whole conversation as input');
  refuseAll({ conversation, prompt, background, top_logprobs });
  const files = createInlineFiles();
  const history = createHistory();
  const instructions = request.instructions === undefined ? [] : [request.instructions];
  if (typeof input === 'string') history.add('user', [{ type: 'text', text: input }]);
  else readInput(input, history, files, instructions);
  if (history.messages.length === 0) throw invalid('input', 'there is no message to answer');
  const tools = request.tools === undefined ? undefined : convertTools(request.tools);
  return {
    messages: history.messages,
    loadFile: files.loadFile,
    ...defined({
      instructions: instructions.length === 0 ? undefined : instructions.join('\n\n'),
      temperature: request.temperature,
      topP: request.top_p,
      maxOutputTokens: request.max_output_tokens,
      reasoningEffort: request.reasoning?.effort,
      verbosity: request.text?.verbosity,
      webSearch: tools?.webSearch === true ? true : undefined,
      tools: tools?.tools,
      toolChoice: convertChoice(request.tool_choice),
      parallelToolCalls: request.parallel_tool_calls,
      responseFormat: convertFormat(request.text),
    }),
  };
}
