import { isKnownPart, type Part } from '@parley/contracts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { asObject, parseJson } from '../kit/tolerant.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import type { AnthropicBlock, AnthropicMessage } from './anthropic-types.ts';
import { convertAnthropicFile } from './convert-anthropic-file.ts';
import { keptSearches, type Searches } from './kept-searches.ts';
import { isForeign, unwrapRedacted } from './redacted-signature.ts';

const isSaid = (text: string): boolean => text.trim() !== '';

const userBlocks = (parts: readonly Part[], files: LoadedFiles): AnthropicBlock[] =>
  parts.filter(isKnownPart).flatMap((part): AnthropicBlock[] => {
    if ((part.type === 'text' || part.type === 'summary') && isSaid(part.text)) return [{ type: 'text', text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file === undefined ? [] : convertAnthropicFile(file);
  });

function thinkingBlock(text: string, signature: string): AnthropicBlock {
  const data = unwrapRedacted(signature);
  return data === undefined ? { type: 'thinking', thinking: text, signature } : { type: 'redacted_thinking', data };
}

/**
 * An answer of ours holds tool calls and their results in one message; here every round of results is a message of the user's. Calls and results
 * without their counterpart are left out, and so is reasoning that Anthropic did not sign.
 */
export function convertAnswer(parts: readonly Part[], searches: Searches): AnthropicMessage[] {
  const known = parts.filter(isKnownPart);
  const kept = keptSearches(known, searches);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const messages: AnthropicMessage[] = [];

  function add(role: 'user' | 'assistant', block: AnthropicBlock): void {
    const last = messages.at(-1);
    if (last?.role === role) messages[messages.length - 1] = { role, content: [...last.content, block] };
    else messages.push({ role, content: [block] });
  }
  /** Text parts in a row are one text: the later ones continued the earlier. */
  function addText(text: string): void {
    const last = messages.at(-1);
    const block = last?.role === 'assistant' ? last.content.at(-1) : undefined;
    if (last && block?.type === 'text')
      messages[messages.length - 1] = {
        role: 'assistant',
        content: [...last.content.slice(0, -1), { type: 'text', text: block.text + text }],
      };
    else if (isSaid(text)) add('assistant', { type: 'text', text });
  }
  for (const part of known) {
    const search = kept.get(part.id);
    if (search) add('assistant', search);
    else if (part.type === 'text' || part.type === 'summary') addText(part.text);
    else if (part.type === 'reasoning' && part.signature !== undefined && !isForeign(part.signature))
      add('assistant', thinkingBlock(part.text, part.signature));
    else if (part.type === 'tool-call' && answered.has(part.callId)) {
      add('assistant', { type: 'tool_use', id: part.callId, name: part.name, input: asObject(parseJson(part.arguments)) ?? {} });
    } else if (part.type === 'tool-result' && called.has(part.callId)) {
      add('user', { type: 'tool_result', tool_use_id: part.callId, content: part.content, ...(part.isError ? { is_error: true } : {}) });
    }
  }
  return messages;
}

const convertMessage = ({ role, parts }: ModelMessage, files: LoadedFiles, searches: Searches): AnthropicMessage[] => {
  if (role === 'assistant') return convertAnswer(parts, searches);
  const content = userBlocks(parts, files);
  return role === 'system' || content.length === 0 ? [] : [{ role: 'user', content }];
};

/** Messages of one role in a row as one. */
export function mergeNeighbours(messages: readonly AnthropicMessage[]): AnthropicMessage[] {
  const merged: AnthropicMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role) merged[merged.length - 1] = { role: last.role, content: [...last.content, ...message.content] };
    else merged.push(message);
  }
  return merged;
}

/** A final message of the assistant's may neither end in white space nor in anything but text. */
export function closePrefill(messages: readonly AnthropicMessage[]): { messages: AnthropicMessage[]; leftOut: string } {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return { messages: [...messages], leftOut: '' };
  const block = last.content.at(-1);
  const before = messages.slice(0, -1);
  if (block?.type !== 'text') {
    const content = last.content.filter(({ type }) => type === 'text');
    return content.length === 0 ? { messages: before, leftOut: '' } : closePrefill([...before, { role: 'assistant', content }]);
  }
  const text = block.text.trimEnd();
  return {
    messages: [...before, { role: 'assistant', content: [...last.content.slice(0, -1), { type: 'text', text }] }],
    leftOut: block.text.slice(text.length),
  };
}

export interface AnthropicContext {
  readonly system: string;
  readonly messages: readonly AnthropicMessage[];
  /** White space at the end of the answer to go on from, which the request may not carry. */
  readonly leftOut: string;
}

/**
 * The context in the shape of Messages: system words apart, roles alternating, the user first. An answer to go on from becomes the prefill, the
 * last message, which Claude continues in the middle of a word if need be.
 */
export function convertToAnthropicMessages({ instructions, messages, webSearch }: ModelCall, files: LoadedFiles): AnthropicContext {
  const system = [
    instructions ?? '',
    ...messages
      .filter(({ role }) => role === 'system')
      .flatMap(({ parts }) => userBlocks(parts, files).map((block) => ('text' in block ? block.text : ''))),
  ];
  // Blocks of a tool that the request does not have may be refused.
  const searches = webSearch === true ? 'closed' : 'none';
  const merged = mergeNeighbours(messages.flatMap((each) => convertMessage(each, files, searches)));
  if (merged[0]?.role === 'assistant') merged.unshift({ role: 'user', content: [{ type: 'text', text: '(The assistant begins.)' }] });
  return { system: system.filter(isSaid).join('\n\n'), ...closePrefill(merged) };
}
