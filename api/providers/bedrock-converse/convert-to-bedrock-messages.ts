import { isKnownPart, type Part } from '@parley/contracts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { asObject, parseJson } from '../kit/tolerant.ts';
import type { ModelCall } from '../port.ts';
import type { BedrockBlock, BedrockMessage } from './bedrock-types.ts';
import { convertBedrockFile } from './convert-bedrock-file.ts';
import { isForeign, unwrapRedacted } from './reasoning-signature.ts';

const isSaid = (text: string): boolean => text.trim() !== '';

/** Ids and names that another provider gave may hold what this API refuses. */
export const bedrockName = (name: string): string => name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || '_';

/** Documents need words beside them. */
function userBlocks(parts: readonly Part[], files: LoadedFiles, taken: Set<string>): BedrockBlock[] {
  const blocks = parts.filter(isKnownPart).flatMap((part): BedrockBlock[] => {
    if ((part.type === 'text' || part.type === 'summary') && isSaid(part.text)) return [{ text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file === undefined ? [] : convertBedrockFile(file, taken);
  });
  const hasDocument = blocks.some((block) => 'document' in block);
  return hasDocument && !blocks.some((block) => 'text' in block) ? [{ text: 'See the document.' }, ...blocks] : blocks;
}

function reasoningBlock(text: string, signature: string): BedrockBlock[] {
  if (isForeign(signature)) return [];
  const redacted = unwrapRedacted(signature);
  if (redacted !== undefined) return [{ reasoningContent: { redactedContent: redacted } }];
  return isSaid(text) ? [{ reasoningContent: { reasoningText: { text, signature } } }] : [];
}

/**
 * An answer of ours holds tool calls and their results in one message; here every round of results is a message of the user's. Calls and results
 * without their counterpart are left out, and so is reasoning that no model of this API signed.
 */
function convertAnswer(parts: readonly Part[]): BedrockMessage[] {
  const known = parts.filter(isKnownPart);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const messages: { role: 'user' | 'assistant'; content: BedrockBlock[] }[] = [];

  function add(role: 'user' | 'assistant', block: BedrockBlock): void {
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(block);
    else messages.push({ role, content: [block] });
  }
  /** Text parts in a row are one text: the later ones continued the earlier. */
  function addText(text: string): void {
    const last = messages.at(-1);
    const block = last?.role === 'assistant' ? last.content.at(-1) : undefined;
    if (last && block && 'text' in block) last.content[last.content.length - 1] = { text: block.text + text };
    else if (isSaid(text)) add('assistant', { text });
  }
  for (const part of known) {
    if (part.type === 'text' || part.type === 'summary') addText(part.text);
    else if (part.type === 'reasoning' && part.signature !== undefined)
      for (const block of reasoningBlock(part.text, part.signature)) add('assistant', block);
    else if (part.type === 'tool-call' && answered.has(part.callId)) {
      const input = asObject(parseJson(part.arguments)) ?? {};
      add('assistant', { toolUse: { toolUseId: bedrockName(part.callId), name: bedrockName(part.name), input } });
    } else if (part.type === 'tool-result' && called.has(part.callId)) {
      const content = [{ text: isSaid(part.content) ? part.content : '(nothing)' }];
      add('user', {
        toolResult: { toolUseId: bedrockName(part.callId), content, ...(part.isError ? { status: 'error' as const } : {}) },
      });
    }
  }
  return messages;
}

export interface BedrockContext {
  readonly system: readonly { readonly text: string }[];
  readonly messages: readonly BedrockMessage[];
  /** White space at the end of the answer to go on from, which the request may not carry. */
  readonly leftOut: string;
}

/** A final message of the assistant's may neither end in white space nor in anything but text. */
function closePrefill(messages: readonly BedrockMessage[]): Omit<BedrockContext, 'system'> {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return { messages, leftOut: '' };
  const content = last.content.slice(0, last.content.findLastIndex((block) => 'text' in block) + 1);
  const block = content.at(-1);
  if (!block || !('text' in block)) return { messages: messages.slice(0, -1), leftOut: '' };
  const text = block.text.trimEnd();
  return {
    messages: [...messages.slice(0, -1), { role: 'assistant', content: [...content.slice(0, -1), { text }] }],
    leftOut: block.text.slice(text.length),
  };
}

/**
 * The context in the shape of Converse: system words apart, roles alternating, the user first. An answer to go on from is the last message,
 * which a model that takes that goes on with in the middle of a word if need be.
 */
export function convertToBedrockMessages({ instructions, messages }: ModelCall, files: LoadedFiles): BedrockContext {
  const taken = new Set<string>();
  const system = [
    instructions ?? '',
    ...messages
      .filter(({ role }) => role === 'system')
      .flatMap(({ parts }) => userBlocks(parts, files, taken).flatMap((block) => ('text' in block ? [block.text] : []))),
  ];
  const merged: BedrockMessage[] = [];
  for (const { role, parts } of messages) {
    if (role === 'system') continue;
    const content = role === 'user' ? userBlocks(parts, files, taken) : [];
    const converted: BedrockMessage[] = role === 'assistant' ? convertAnswer(parts) : content.length === 0 ? [] : [{ role, content }];
    for (const message of converted) {
      const last = merged.at(-1);
      if (last?.role === message.role) merged[merged.length - 1] = { role: last.role, content: [...last.content, ...message.content] };
      else merged.push(message);
    }
  }
  if (merged[0]?.role === 'assistant') merged.unshift({ role: 'user', content: [{ text: '(The assistant begins.)' }] });
  return { system: system.filter(isSaid).map((text) => ({ text })), ...closePrefill(merged) };
}
