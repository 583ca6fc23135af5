import { isKnownPart, type Part } from '@parley/contracts';
import type { ModelMessage } from '../../providers/port.ts';
import type { MessageRow } from '../../storage/ports/messages.ts';
import type { ContextPlan } from './context-plan.ts';

/** Where a part of the request comes from. */
export type Origin = 'summary' | 'pinned' | 'message' | 'draft';

export interface SourcedPart {
  readonly part: Part;
  readonly origin: Origin;
  /** The stored message it is of, or stands for. */
  readonly messageId: string | null;
}

export interface SourcedMessage {
  readonly role: ModelMessage['role'];
  readonly parts: readonly SourcedPart[];
}

export const summaryHeading = 'Summary of the conversation before this point, in place of its messages:';

const writers = { user: 'the user', assistant: 'the assistant', system: 'the system' } as const;

/** A message outside of its place is quoted: its words as text under a heading that says whose they are, its files as they are. */
function quote(message: MessageRow): SourcedPart[] {
  const words = message.parts.filter(isKnownPart).flatMap((part) => {
    if (part.type === 'text' || part.type === 'summary') return [part.text];
    if (part.type === 'tool-call') return [`[Call of ${part.name} with ${part.arguments}]`];
    return part.type === 'tool-result' ? [`[Result] ${part.content}`] : [];
  });
  const files = message.parts.filter((part) => part.type === 'file');
  const heading = `Earlier message from ${writers[message.role]}, kept by the user:`;
  const quoted: Part = { type: 'text', id: `pinned-${message.id}`, text: [heading, ...words].join('\n\n') };
  return [quoted, ...files].map((part) => ({ part, origin: 'pinned' as const, messageId: message.id }));
}

/**
 * Puts a plan into the messages that are sent, each part with where it comes from. The summary and pinned messages that were folded come at the
 * head of the first question, so that roles still alternate; a context begins with a question, as some providers demand. The same plan
 * gives the same bytes.
 */
export function assembleContext({ fold, summary, pinned, kept, request: { tail } }: ContextPlan): SourcedMessage[] {
  const preface: SourcedPart[] = [];
  if (summary !== null && fold !== null) {
    const part: Part = { type: 'text', id: `summary-${summary.id}`, text: `${summaryHeading}\n\n${summary.text}` };
    preface.push({ part, origin: 'summary', messageId: fold.messageId });
  }
  for (const { message } of pinned) preface.push(...quote(message));

  const messages: SourcedMessage[] = kept.map(({ message, pinned: isPinned }) => ({
    role: message.role,
    parts: message.parts.map((part) => ({ part, origin: isPinned ? ('pinned' as const) : ('message' as const), messageId: message.id })),
  }));
  if (tail !== undefined) {
    messages.push({ role: tail.role, parts: tail.parts.map((part) => ({ part, origin: 'draft' as const, messageId: null })) });
  }
  const first = messages.findIndex(({ role }) => role !== 'assistant');
  const begun = preface.length === 0 ? messages.slice(Math.max(0, first)) : messages;
  const head = begun[0];
  if (preface.length === 0) return begun;
  if (head?.role === 'user') return [{ ...head, parts: [...preface, ...head.parts] }, ...begun.slice(1)];
  return [{ role: 'user', parts: preface }, ...begun];
}

/** What an adapter is handed. */
export const toModelMessages = (messages: readonly SourcedMessage[]): ModelMessage[] =>
  messages.map(({ role, parts }) => ({ role, parts: parts.map(({ part }) => part) }));
