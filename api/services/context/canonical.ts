import { createHash } from 'node:crypto';
import { isKnownPart, type Part } from '@parley/contracts';
import type { ModelCall, ModelMessage } from '../../providers/port.ts';

/** A part as a provider is sent it, whatever the wire format makes of it. */
export type CanonicalPart =
  | { readonly type: 'text' | 'reasoning' | 'tool-result'; readonly text: string }
  | { readonly type: 'tool-call'; readonly name: string; readonly text: string }
  | { readonly type: 'file'; readonly fileId: string; readonly name: string; readonly mediaType: string };

export interface CanonicalMessage {
  readonly role: ModelMessage['role'];
  readonly parts: readonly CanonicalPart[];
}

/** Null for what no provider is sent: sources, errors, thoughts without a proof, unknown parts. */
export function canonicalPart(part: Part): CanonicalPart | null {
  if (!isKnownPart(part)) return null;
  switch (part.type) {
    case 'text':
    case 'summary':
      return { type: 'text', text: part.text };
    case 'reasoning':
      return part.signature === undefined ? null : { type: 'reasoning', text: part.text };
    case 'tool-call':
      return { type: 'tool-call', name: part.name, text: part.arguments };
    case 'tool-result':
      return { type: 'tool-result', text: part.content };
    case 'file':
      return { type: 'file', fileId: part.fileId, name: part.name, mediaType: part.mediaType };
    default:
      return null;
  }
}

/** The words of a call, in order: the instructions as a message of the system, then each message with what is sent of it. */
export function canonicalMessages({ instructions, messages }: Pick<ModelCall, 'instructions' | 'messages'>): CanonicalMessage[] {
  const system: CanonicalMessage[] =
    instructions === undefined || instructions.trim() === '' ? [] : [{ role: 'system', parts: [{ type: 'text', text: instructions }] }];
  const rest = messages.map(({ role, parts }) => ({ role, parts: parts.map(canonicalPart).filter((part) => part !== null) }));
  return [...system, ...rest.filter(({ parts }) => parts.length > 0)];
}

/** SHA-256 in hexadecimal of the JSON text of the messages, in the order of their fields here. */
export function hashMessages(messages: readonly CanonicalMessage[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex');
}
