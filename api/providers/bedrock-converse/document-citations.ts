import type { BedrockBlock, BedrockMessage } from './bedrock-types.ts';
import { cachesPrompts, modelFamily } from './model-family.ts';

type DocumentBlock = Extract<BedrockBlock, { readonly document: unknown }>;

const isDocument = (block: BedrockBlock): block is DocumentBlock => 'document' in block;

function mapDocuments(messages: readonly BedrockMessage[], change: (block: DocumentBlock) => BedrockBlock): BedrockMessage[] {
  return messages.map(({ role, content }) => ({ role, content: content.map((block) => (isDocument(block) ? change(block) : block)) }));
}

export const asksForCitations = (messages: readonly BedrockMessage[]): boolean =>
  messages.some(({ content }) => content.some((block) => isDocument(block) && block.document.citations !== undefined));

/**
 * The messages with a wish for citations on every document, where the model cites: Claude from 3.5 on, of PDF, and only when all that is sent is
 * PDF, since it is asked of every document of a request or of none.
 */
export function withCitations(messages: readonly BedrockMessage[], model: string): readonly BedrockMessage[] {
  const documents = messages.flatMap(({ content }) => content.filter(isDocument));
  const cites = modelFamily(model) === 'claude' && cachesPrompts(model);
  if (!cites || documents.length === 0 || documents.some(({ document }) => document.format !== 'pdf')) return messages;
  return mapDocuments(messages, ({ document }) => ({ document: { ...document, citations: { enabled: true } } }));
}

function plain({ document }: DocumentBlock): BedrockBlock {
  const { citations: _, ...rest } = document;
  return { document: rest };
}

/** For models that cannot cite. */
export const withoutCitations = (messages: readonly BedrockMessage[]): BedrockMessage[] => mapDocuments(messages, plain);
