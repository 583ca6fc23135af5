import { uuidv7 } from '@parley/chat-core';
import type { ModelRef, Part } from '@parley/contracts';
import { ownerScope } from '../../policies/owner-scope.ts';
import type { MessageWithSiblings } from '../ports/messages.ts';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';
import type { BeginTurn, BegunTurn, SettleTurn } from '../ports/turns.ts';

export const model: ModelRef = { endpoint: 'test', id: 'test-1' };

export const textParts = (text: string): Part[] => [{ type: 'text', id: 'p1', text }];

/** A new account with an address nobody else has, as the scope of its owner. */
export async function newPerson(storage: Storage, name = 'Ada'): Promise<Scope> {
  const id = uuidv7();
  const user = await storage.createUser({ id, email: `${id}@example.org`, name, passwordHash: 'hash', now: 1, onlyFirst: false });
  if (typeof user === 'string') throw new Error(user);
  return ownerScope(id);
}

const caps = { node: 'node-1', runningCap: 1_000_000, queueCap: 10 };

/** A `send` under a parent; with no conversation named it begins one. */
export function sendInput(parentId: string | null, text: string, more: Partial<BeginTurn> = {}): BeginTurn {
  const turnId = more.turnId ?? uuidv7();
  return {
    ...caps,
    turnId,
    kind: 'send',
    conversationId: more.conversationId ?? uuidv7(),
    ...(more.conversationId === undefined ? { create: { title: text, settings: {} } } : {}),
    parentId,
    userMessage: { id: uuidv7(), parts: textParts(text) },
    answerId: uuidv7(),
    model,
    settings: {},
    digest: `digest of ${turnId}`,
    now: 1_000,
    ...more,
  };
}

/** Another answer to a question. */
export function regenerateInput(conversationId: string, parentId: string, more: Partial<BeginTurn> = {}): BeginTurn {
  const { userMessage: _, ...input } = sendInput(parentId, '', { conversationId, ...more });
  return { ...input, kind: 'regenerate' };
}

/** More of an answer. */
export function continueInput(
  answer: Pick<MessageWithSiblings, 'id' | 'parentId' | 'conversationId'>,
  more: Partial<BeginTurn> = {},
): BeginTurn {
  const { userMessage: _, ...input } = sendInput(answer.parentId, '', {
    conversationId: answer.conversationId,
    answerId: answer.id,
    ...more,
  });
  return { ...input, kind: 'continue' };
}

/** The end of a turn; without more, a good one. */
export function settleInput(turnId: string, more: Partial<SettleTurn> = {}): SettleTurn {
  const ends = { done: 'end', stopped: 'stopped', failed: 'error', interrupted: 'interrupted' } as const;
  const status = more.status ?? 'done';
  return {
    turnId,
    epoch: 1,
    status,
    stopReason: ends[status],
    error: null,
    parts: textParts('An answer.'),
    usage: null,
    now: 2_000,
    node: 'node-1',
    ...more,
  };
}

/** A question and its answer, done. */
export async function exchange(
  storage: Storage,
  scope: Scope,
  parentId: string | null,
  text: string,
  more: Partial<BeginTurn> = {},
): Promise<BegunTurn> {
  const begun = await storage.beginTurn(scope, sendInput(parentId, text, more));
  await storage.settleTurn(scope, settleInput(begun.turn.id));
  return begun;
}

/** A conversation of so many exchanges in one line, written as fast as the store takes them. */
export async function line(storage: Storage, scope: Scope, exchanges: number): Promise<{ conversationId: string; inputs: BeginTurn[] }> {
  const first = sendInput(null, 'Question 1');
  const inputs = [first];
  for (let index = 2; index <= exchanges; index += 1) {
    inputs.push(sendInput(inputs.at(-1)!.answerId, `Question ${index}`, { conversationId: first.conversationId, now: 1_000 + index }));
  }
  await Promise.all(inputs.flatMap((input) => [storage.beginTurn(scope, input), storage.settleTurn(scope, settleInput(input.turnId))]));
  return { conversationId: first.conversationId, inputs };
}

/** A message that must be there. */
export async function existing(storage: Storage, scope: Scope, conversationId: string, messageId: string): Promise<MessageWithSiblings> {
  const message = await storage.getMessage(scope, conversationId, messageId);
  if (message === null || message === 'no-message') throw new Error(`Message ${messageId} is not there.`);
  return message;
}

/** A row that must be there: neither null nor the name of a refusal. */
export function row<Row extends object>(answer: Row | string | null): Row {
  if (answer === null || typeof answer === 'string') throw new Error(`Expected a row, got ${String(answer)}.`);
  return answer;
}

/** The ids of the branch that a leaf (default: the active one) ends. */
export async function branchIds(storage: Storage, scope: Scope, conversationId: string, leafId?: string): Promise<string[]> {
  const page = row(await storage.readBranch(scope, conversationId, { limit: 1_000, ...(leafId === undefined ? {} : { leafId }) }));
  return page.messages.map((message) => message.id);
}
