import type { AnthropicBlock, AnthropicMessage } from './anthropic-types.ts';

/** On every document of a request, or on none. */
export const cited = { citations: { enabled: true } } as const;

const isCited = (block: AnthropicBlock): boolean => block.type === 'document' && block.citations !== undefined;

const plain = (block: AnthropicBlock): AnthropicBlock => {
  if (block.type !== 'document') return block;
  const { citations: _, ...document } = block;
  return document;
};

export const asksForCitations = (messages: readonly AnthropicMessage[]): boolean => messages.some(({ content }) => content.some(isCited));

/** For an answer whose form is promised, which cannot cite, and for models that cannot. */
export const withoutCitations = (messages: readonly AnthropicMessage[]): AnthropicMessage[] =>
  messages.map(({ role, content }) => ({ role, content: content.map(plain) }));
