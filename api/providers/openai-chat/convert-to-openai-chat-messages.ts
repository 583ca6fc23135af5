import { isKnownPart, type Part } from '@parley/contracts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { mergeNeighbours } from '../kit/merge-neighbours.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import { convertUserParts } from './convert-user-parts.ts';
import type { OpenAiMessage, OpenAiToolCall } from './openai-chat-types.ts';

/**
 * An answer of ours holds its tool calls, their results and the words around them in one message; here each round of calls is a message of its own,
 * followed by its results. Calls without a result and results without a call would be refused and are left out, like reasoning, which only
 * vendors that want it with the calls it led to (`withThoughts`) are given back.
 */
function convertAnswer(parts: readonly Part[], withThoughts: boolean): OpenAiMessage[] {
  const known = parts.filter(isKnownPart);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const messages: OpenAiMessage[] = [];
  let text = '';
  let thought = '';
  let calls: OpenAiToolCall[] = [];

  const flush = (): void => {
    if (text !== '' || calls.length > 0) {
      messages.push({
        role: 'assistant',
        content: text === '' ? null : text,
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
        ...(withThoughts && calls.length > 0 && thought !== '' ? { reasoning_content: thought } : {}),
      });
    }
    text = '';
    thought = '';
    calls = [];
  };
  for (const part of known) {
    // Text parts in a row are one text: the later ones continued the earlier.
    if (part.type === 'text' || part.type === 'summary') text += part.text;
    else if (part.type === 'reasoning') thought += part.text;
    else if (part.type === 'tool-call' && answered.has(part.callId)) {
      calls.push({
        id: part.callId,
        type: 'function',
        function: { name: part.name, arguments: part.arguments === '' ? '{}' : part.arguments },
      });
    } else if (part.type === 'tool-result' && called.has(part.callId)) {
      flush();
      messages.push({ role: 'tool', tool_call_id: part.callId, content: part.content });
    }
  }
  flush();
  return messages;
}

const convertMessage = ({ role, parts }: ModelMessage, files: LoadedFiles, withThoughts: boolean): OpenAiMessage[] =>
  role === 'assistant' ? convertAnswer(parts, withThoughts) : [{ role, content: convertUserParts(parts, files) }];

/**
 * The context in the shape of Chat Completions. An answer to go on from is sent as the last message with nothing after it: most compatible servers
 * (llama.cpp, LM Studio, Ollama, DeepSeek, OpenRouter …) then continue it, and those that refuse are asked again (`adjustRefusedRequest`).
 */
export function convertToOpenAiChatMessages(
  { instructions, messages }: ModelCall,
  files: LoadedFiles,
  withThoughts: boolean,
): OpenAiMessage[] {
  const system: OpenAiMessage[] =
    instructions === undefined || instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }];
  const converted = messages
    .flatMap((message) => convertMessage(message, files, withThoughts))
    .filter(({ content, tool_calls: calls }) => calls !== undefined || (content !== null && content.length > 0));
  return mergeNeighbours([...system, ...converted]);
}
