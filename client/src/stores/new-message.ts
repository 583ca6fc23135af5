import { uuidv7 } from '@parley/chat-core';
import type { Message, ModelRef, Part } from '@parley/contracts';

interface Place {
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly turnId: string;
  /** The versions beside it, oldest first, without itself. */
  readonly beside: readonly string[];
}

const blank = { model: null, usage: null, stopReason: null, error: null, editedAt: null } as const;

/** A person's message before the server has it. Its ordinal is above all others until the server gives it its own. */
export function newQuestion({ beside, ...place }: Place, parts: Part[], queued: boolean): Message {
  const id = uuidv7();
  return {
    ...blank,
    ...place,
    id,
    ordinal: Number.MAX_SAFE_INTEGER - 1,
    role: 'user',
    parts,
    status: queued ? 'queued' : 'done',
    createdAt: Date.now(),
    siblings: [...beside, id],
  };
}

/** The answer a turn will write, before the server has it. It counts as done: nothing can be followed or stopped until then. */
export function newAnswer({ beside, ...place }: Place, model: ModelRef, queued: boolean): Message {
  const id = uuidv7();
  return {
    ...blank,
    ...place,
    id,
    ordinal: Number.MAX_SAFE_INTEGER,
    role: 'assistant',
    parts: [],
    status: queued ? 'queued' : 'done',
    model,
    createdAt: Date.now(),
    siblings: [...beside, id],
  };
}
