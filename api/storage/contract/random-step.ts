import type { FinalStatus } from '@parley/contracts';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';
import { continueInput, regenerateInput, row, sendInput, settleInput } from './builders.ts';
import type { NaiveTree, Node } from './naive-tree.ts';

/** A conversation in the store and what it should be. */
export interface World {
  readonly scope: Scope;
  readonly tree: NaiveTree;
  readonly conversationId: string;
}

/** `at` and `beside` choose among whatever fits when the step is taken. */
export interface Step {
  readonly kind: keyof typeof actions;
  readonly at: number;
  readonly beside: number;
  readonly status: FinalStatus;
}

const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(items.length, 1)];
const isOpen = (node: Node): boolean => node.status === 'queued' || node.status === 'running';

type Action = (storage: Storage, world: World, step: Step) => Promise<void>;

const send: Action = async (storage, { scope, tree, conversationId }, { at, beside }) => {
  const parent = pick([null, ...tree.visible().filter((node) => node.role === 'assistant')], at) ?? null;
  const leaving = pick(tree.nodes, beside);
  const isFirst = tree.nodes.length === 0 && (await storage.getConversation(scope, conversationId)) === null;
  const input = sendInput(parent?.id ?? null, 'Question', {
    conversationId,
    queueCap: 1_000,
    ...(isFirst ? { create: { title: 'x', settings: {} } } : {}),
    ...(leaving === undefined ? {} : { leavingId: leaving.id }),
  });
  const waits = parent !== null && isOpen(parent);
  const { turn } = await storage.beginTurn(scope, input);
  expect(turn.status).toBe(waits ? 'queued' : 'running');
  const question = tree.add(input.userMessage!.id, parent, 'user', waits ? 'queued' : 'done', input.turnId);
  const answer = tree.add(input.answerId, question, 'assistant', turn.status, input.turnId);
  tree.remember(leaving, parent);
  tree.active = answer;
};

const regenerate: Action = async (storage, { scope, tree, conversationId }, { at }) => {
  const free = (node: Node): boolean => !isOpen(node) && !tree.nodes.some((each) => each.parent === node && isOpen(each));
  const question = pick(
    tree.visible().filter((node) => node.role === 'user' && free(node)),
    at,
  );
  if (question === undefined) return;
  const input = regenerateInput(conversationId, question.id);
  await storage.beginTurn(scope, input);
  tree.active = tree.add(input.answerId, question, 'assistant', 'running', input.turnId);
};

const goOn: Action = async (storage, { scope, tree, conversationId }, { at }) => {
  const answers = tree.visible().filter((node) => node.role === 'assistant' && !isOpen(node) && node.status !== 'done');
  const answer = pick(answers, at);
  if (answer === undefined) return;
  const input = continueInput({ id: answer.id, parentId: answer.parent?.id ?? null, conversationId });
  await storage.beginTurn(scope, input);
  answer.status = 'running';
  answer.turnId = input.turnId;
  if (tree.active === null || !tree.isAtOrUnder(tree.active, answer)) tree.active = tree.leafUnder(answer);
};

const settle: Action = async (storage, { scope, tree }, { at, status }) => {
  const answer = pick(
    tree.nodes.filter((node) => node.status === 'running'),
    at,
  );
  if (answer?.turnId == null) return;
  const { next } = await storage.settleTurn(scope, settleInput(answer.turnId, { status }));
  answer.status = status;
  const ready = tree.nodes.filter((node) => node.role === 'user' && node.status === 'queued' && node.parent?.status === 'done');
  const wanted = status === 'done' ? (ready.find((node) => node.parent === answer) ?? ready[0]) : undefined;
  expect(next?.id ?? null).toBe(wanted?.turnId ?? null);
  if (wanted?.turnId != null) tree.start(wanted.turnId);
};

const removeQueued: Action = async (storage, { scope, tree }, { at }) => {
  const question = pick(
    tree.nodes.filter((node) => node.role === 'user' && node.status === 'queued'),
    at,
  );
  if (question?.turnId == null) return;
  await storage.removeQueuedTurn(scope, question.turnId);
  tree.removeQueued(
    question,
    tree.nodes.find((node) => node.parent === question)!,
  );
};

const remove: Action = async (storage, { scope, tree, conversationId }, { at }) => {
  const node = pick(tree.visible(), at);
  if (node === undefined) return;
  const answer = await storage.deleteSubtree(scope, conversationId, node.id, 50);
  if (tree.delete(node)) row(answer);
  else expect(answer).toBe('busy');
};

const restore: Action = async (storage, { scope, tree, conversationId }, { at }) => {
  const node = pick(
    tree.nodes.filter((each) => each.deleted),
    at,
  );
  if (node === undefined) return;
  const answer = await storage.restoreSubtree(scope, conversationId, node.id);
  if (node.parent !== null && !tree.isVisible(node.parent)) expect(answer).toBe('no-message');
  else tree.restore(node);
};

const select: Action = async (storage, { scope, tree, conversationId }, { at, beside }) => {
  const node = pick(tree.visible(), at);
  if (node === undefined) return;
  const leaving = pick([...tree.siblings(node), ...tree.nodes], beside);
  row(await storage.selectMessage(scope, conversationId, node.id, leaving?.id));
  tree.select(node, leaving);
};

const actions = { send, regenerate, goOn, settle, removeQueued, remove, restore, select };

/** Sends and settlements come more often, so that trees grow. */
export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>(
    'send',
    'send',
    'send',
    'settle',
    'settle',
    'regenerate',
    'goOn',
    'removeQueued',
    'remove',
    'restore',
    'select',
  ),
  at: fc.nat(1_000),
  beside: fc.nat(1_000),
  status: fc.constantFrom<FinalStatus[]>('done', 'done', 'done', 'stopped', 'failed', 'interrupted'),
});

/** Takes one step in the store and in the model; nothing when the tree offers no place for it. */
export async function applyStep(storage: Storage, world: World, step: Step): Promise<void> {
  if (step.kind !== 'send' && world.tree.nodes.length === 0) return;
  await actions[step.kind](storage, world, step);
}
