import type { CountTokensRequest, MessageBlock, MessageFileBlock, MessageRequest } from '@parley/contracts/v1';
import type { ModelCall, ModelTool, ToolChoice } from '../../../providers/port.ts';
import { defined } from '../kit/defined.ts';
import { createHistory, type History } from '../kit/history.ts';
import { createInlineFiles, type InlineFiles } from '../kit/inline-files.ts';
import { invalid, unsupported } from '../kit/refuse.ts';
import { redactedSignature } from './redacted.ts';

type NewPart = Parameters<History['add']>[1][number];

function convertFile(block: MessageFileBlock, files: InlineFiles, path: string): NewPart {
  const { source } = block;
  const name = 'title' in block ? block.title : undefined;
  if (source.type === 'base64') return files.fromBase64(source.media_type, source.data, name, `${path}.source.data`);
  if (source.type === 'text') return files.fromText(source.media_type, source.data, name);
  throw unsupported(`${path}.source: ${source.type}`, 'send the file inside the request, in base64');
}

/** The words of a result; its images go behind it, into the next message of the user, where every provider has a place for them. */
function addResult(history: History, block: Extract<MessageBlock, { type: 'tool_result' }>, files: InlineFiles, path: string): NewPart[] {
  const { content = '', tool_use_id: callId, is_error: isError = false } = block;
  const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const words = blocks.flatMap((each) => (each.type === 'text' ? [each.text] : []));
  history.addResult(callId, words.join('\n'), isError, `${path}.tool_use_id`);
  return blocks.flatMap((each, index) => (each.type === 'text' ? [] : [convertFile(each, files, `${path}.content.${index}`)]));
}

function convertAnswerBlock(block: MessageBlock, path: string): NewPart {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'thinking':
      return { type: 'reasoning', text: block.thinking, ...(block.signature === '' ? {} : { signature: block.signature }) };
    case 'redacted_thinking':
      return { type: 'reasoning', text: '', signature: redactedSignature(block.data) };
    case 'tool_use':
      return { type: 'tool-call', callId: block.id, name: block.name, arguments: JSON.stringify(block.input) };
    default:
      throw invalid(path, `an answer has no ${block.type}`);
  }
}

function addUserBlocks(history: History, blocks: readonly MessageBlock[], files: InlineFiles, path: string): void {
  const parts = blocks.flatMap((block, index): NewPart[] => {
    const place = `${path}.${index}`;
    if (block.type === 'text') return [{ type: 'text', text: block.text }];
    if (block.type === 'image' || block.type === 'document') return [convertFile(block, files, place)];
    if (block.type === 'tool_result') return addResult(history, block, files, place);
    throw invalid(place, `a message of the user's has no ${block.type}`);
  });
  history.add('user', parts);
}

function convertTools(tools: NonNullable<CountTokensRequest['tools']>): { tools: ModelTool[]; webSearch: boolean } {
  const functions: ModelTool[] = [];
  let webSearch = false;
  for (const [index, tool] of tools.entries()) {
    if ('input_schema' in tool) {
      const { name, description, input_schema: parameters, strict } = tool;
      functions.push({ name, parameters, ...defined({ description, strict }) });
    } else if (tool.type?.startsWith('web_search_')) webSearch = true;
    else throw unsupported(`tools.${index}: ${tool.type}`, 'tools with an input_schema and web_search are');
  }
  return { tools: functions, webSearch };
}

function convertChoice(choice: CountTokensRequest['tool_choice']): ToolChoice | undefined {
  if (choice === undefined) return undefined;
  if (choice.type === 'any') return 'required';
  return choice.type === 'tool' ? { name: choice.name } : choice.type;
}

const isSingle = (choice: CountTokensRequest['tool_choice']): boolean =>
  choice !== undefined && choice.type !== 'none' && choice.disable_parallel_tool_use === true;

const budgetOf = (thinking: CountTokensRequest['thinking']): number | undefined => {
  if (thinking?.type === 'enabled') return thinking.budget_tokens;
  return thinking?.type === 'disabled' ? 0 : undefined;
};

/** What of a request is sent to a model whether it is answered or counted. Throws `request.invalid` and `api-call.unsupported`. */
export function readMessages(request: CountTokensRequest): Omit<ModelCall, 'model'> {
  const files = createInlineFiles();
  const history = createHistory();
  for (const [index, { role, content }] of request.messages.entries()) {
    const path = `messages.${index}.content`;
    const blocks: readonly MessageBlock[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (role === 'user') addUserBlocks(history, blocks, files, path);
    else
      history.add(
        'assistant',
        blocks.map((block, at) => convertAnswerBlock(block, `${path}.${at}`)),
      );
  }
  if (history.messages.length === 0) throw invalid('messages', 'there is no message to answer');
  const { system, tool_choice: choice, output_config: output } = request;
  const tools = request.tools === undefined ? undefined : convertTools(request.tools);
  return {
    messages: history.messages,
    loadFile: files.loadFile,
    ...defined({
      instructions: typeof system === 'object' ? system.map(({ text }) => text).join('\n\n') : system,
      thinkingBudget: budgetOf(request.thinking),
      reasoningEffort: output?.effort,
      webSearch: tools?.webSearch === true ? true : undefined,
      tools: tools?.tools,
      toolChoice: convertChoice(choice),
      parallelToolCalls: isSingle(choice) ? false : undefined,
      responseFormat: output?.format === undefined ? undefined : { name: 'answer', ...output.format },
    }),
  };
}

/** What a request of Messages asks of a model. */
export const readMessageRequest = (request: MessageRequest): Omit<ModelCall, 'model'> => ({
  ...readMessages(request),
  ...defined({
    maxOutputTokens: request.max_tokens,
    temperature: request.temperature,
    topP: request.top_p,
    topK: request.top_k,
    stop: request.stop_sequences,
  }),
});
