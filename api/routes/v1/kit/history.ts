import { RequestError, type Part } from '@parley/contracts';
import type { ModelMessage } from '../../../providers/port.ts';

type Unnamed = Part extends infer P ? (P extends { readonly id: string } ? Omit<P, 'id'> : never) : never;

/**
 * Gathers a caller's messages in Parley's form, where an answer holds its tool calls together with their results. Part ids are numbered.
 */
export interface History {
  add(role: ModelMessage['role'], parts: readonly Unnamed[]): void;
  /** Puts a result beside its call. Throws `request.invalid` when nothing before it called for one. */
  addResult(callId: string, content: string, isError: boolean, path: string): void;
  readonly messages: readonly ModelMessage[];
}

export function createHistory(): History {
  const messages: { role: ModelMessage['role']; parts: Part[] }[] = [];
  /** By the id of a call, the message it is in: the last one, where an id comes again. */
  const callers = new Map<string, Part[]>();
  let count = 0;
  const named = (part: Unnamed): Part => ({ ...part, id: `p${(count += 1)}` }) as Part;

  return {
    messages,
    add(role, parts) {
      if (parts.length === 0) return;
      const own = parts.map(named);
      messages.push({ role, parts: own });
      for (const part of own) if (part.type === 'tool-call') callers.set(part['callId'] as string, own);
    },
    addResult(callId, content, isError, path) {
      const caller = callers.get(callId);
      if (caller === undefined) {
        const reason = `there is no call ${callId.slice(0, 100)} before this result`;
        throw new RequestError('request.invalid', { params: { path, reason }, detail: `${path}: ${reason}` });
      }
      caller.push(named({ type: 'tool-result', callId, content, ...(isError ? { isError } : {}) }));
    },
  };
}
