import fc from 'fast-check';
import { uuidv7 } from '@parley/chat-core';
import { exchange, newPerson, regenerateInput, row, sendInput, settleInput, textParts } from '../../contract/builders.ts';
import { entry } from '../../contract/usage-contract.ts';
import { NaiveTree } from '../../contract/naive-tree.ts';
import { applyStep, stepArbitrary, type Step, type World } from '../../contract/random-step.ts';
import { fileBeginning, newFile, questionWith } from '../../contract/file-builders.ts';
import { putMark, putSummary, sentContext } from '../../contract/note-builders.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Storage } from '../../ports/storage.ts';

const far = 9_000_000_000_000;
const anyStep: Step = { kind: 'settle', at: 0, beside: 0, status: 'stopped' };

export interface Household {
  readonly people: readonly Scope[];
  /** Conversations that were built by random steps, with what they should be. */
  readonly worlds: readonly World[];
  /** A refresh token that nobody has exchanged yet. */
  readonly refresh: { readonly ownerId: string; readonly hash: string };
  /** For the witness to damage: rows that cannot be read, and nobody can mend. */
  readonly toDamage: { readonly messages: string; readonly conversations: string };
}

export const stepsOf = (seed: number, count: number): Step[] =>
  fc.sample(fc.array(stepArbitrary, { minLength: count, maxLength: count }), { numRuns: 1, seed })[0] ?? [];

/** Ends what runs, so that only queued turns are left; a store whose turns run is not moved. */
async function stopRunning(storage: Storage, world: World): Promise<void> {
  while (world.tree.nodes.some(({ status }) => status === 'running')) await applyStep(storage, world, anyStep);
}

async function signIn(storage: Storage, { ownerId: userId }: Scope, now: number): Promise<string> {
  const session = { id: uuidv7(), userId, refreshHash: uuidv7(), now, expiresAt: far, userAgent: 'A browser', address: '::1', keepAtMost: 5 };
  await storage.createSession(session);
  const second = uuidv7();
  const rotation = { now: now + 1, graceMs: 60_000, expiresAt: far };
  await storage.rotateRefresh({ ...rotation, presentedHash: session.refreshHash, nextHash: second });
  const third = uuidv7();
  await storage.rotateRefresh({ ...rotation, presentedHash: session.refreshHash, nextHash: third });
  return third;
}

/** Files that were sent, copied, not sent yet, coming and doomed; and a store of files that was claimed. */
async function withFiles(storage: Storage, scope: Scope): Promise<void> {
  const sent = await newFile(storage, scope, { name: 'Straße 😀.png' }, { mediaType: 'image/png', width: 3, height: 4 });
  await newFile(storage, scope, { name: 'unsent.txt' });
  await storage.beginFile(scope, fileBeginning({ name: 'coming.txt' }));
  await storage.doomFile(scope, (await newFile(storage, scope, { name: 'doomed.txt' })).id);
  const asked = await exchange(storage, scope, null, '', { userMessage: questionWith(sent), create: { title: 'Files', settings: {} } });
  row(await storage.copyConversation(scope, asked.conversation.id, { newId: uuidv7(), title: 'Files again', now: 8 }));
  await storage.getInstallation(uuidv7());
  await storage.markFilesClaimed();
}

/** A conversation with two versions of an answer, of which the first was left with something under it, and a queue that waits. */
async function branching(storage: Storage, scope: Scope): Promise<void> {
  const { conversation, answer, userMessage } = await exchange(storage, scope, null, 'Straße 😀');
  const conversationId = conversation.id;
  await decided(storage, scope, { conversationId, questionId: userMessage!.id, answerId: answer.id });
  await exchange(storage, scope, answer.id, 'Behind the first', { conversationId });
  const other = regenerateInput(conversationId, userMessage!.id, { leavingId: answer.id });
  await storage.beginTurn(scope, other);
  const waits = sendInput(other.answerId, 'Waits', { conversationId });
  await storage.beginTurn(scope, waits);
  await storage.beginTurn(scope, sendInput(waits.answerId, 'Waits behind it', { conversationId }));
  await storage.settleTurn(scope, settleInput(other.turnId, { status: 'failed', error: { code: 'provider.failed', message: 'No.' } as never }));
  await storage.updateUser(scope.ownerId, { terms: { version: 'the rules of then', at: 6 } });
  await storage.updateState(scope, conversationId, { pinned: true, draft: 'Half a sen', readOrdinal: 2 });
}

/** A summary, a pinned question, what an answer was sent, and how well its model is counted. */
async function decided(
  storage: Storage,
  scope: Scope,
  ids: { readonly conversationId: string; readonly questionId: string; readonly answerId: string },
): Promise<void> {
  await putSummary(storage, scope, ids.conversationId, ids.answerId, 'They said so.');
  await putMark(storage, scope, ids.conversationId, ids.questionId, 'pinned');
  await storage.putSentContext(scope, ids.conversationId, sentContext(ids.answerId));
  await storage.putCalibration({ endpoint: 'test', model: `test-${ids.answerId}`, ratio: 1.25, samples: 3, fit: [1.5, 0.25], updatedAt: 5 });
}

/** What was thrown away: in the bin, purged, and a purged branch of a conversation that lives. */
async function thrownAway(storage: Storage, scope: Scope): Promise<void> {
  const purged = await exchange(storage, scope, null, 'Purged');
  await storage.setDeleted(scope, purged.conversation.id, 5);
  const kept = await exchange(storage, scope, null, 'Kept');
  const branch = await exchange(storage, scope, kept.answer.id, 'Branch', { conversationId: kept.conversation.id });
  await storage.deleteSubtree(scope, kept.conversation.id, branch.userMessage!.id, 5);
  await storage.purge(6, 10);
  const binned = await exchange(storage, scope, null, 'In the bin');
  await storage.setDeleted(scope, binned.conversation.id, 7);
  const archived = await exchange(storage, scope, null, 'Archived');
  await storage.updateState(scope, archived.conversation.id, { archived: true });
  row(await storage.copyConversation(scope, archived.conversation.id, { newId: uuidv7(), title: 'A copy', now: 8 }));
}

/** A household with something of everything that is kept. Nothing in it runs. */
export async function buildHousehold(storage: Storage, seed: number, steps = 40): Promise<Household> {
  const people = [await newPerson(storage, 'Ada'), await newPerson(storage, 'Bob'), await newPerson(storage, 'Nobody yet')] as const;
  const worlds: World[] = people.slice(0, 2).map((scope) => ({ scope, tree: new NaiveTree(), conversationId: uuidv7() }));
  for (const [index, step] of stepsOf(seed, steps).entries()) await applyStep(storage, worlds[index % 3 === 2 ? 1 : 0]!, step);
  for (const world of worlds) await stopRunning(storage, world);
  const [ada, bob] = people;
  for (const [index, scope] of [ada, bob].entries()) await signIn(storage, scope, 1_000 + index);
  const refresh = { ownerId: ada.ownerId, hash: await signIn(storage, ada, 1_010) };
  const apiKey = { name: 'A script', prefix: 'parley_abcdef', scopes: ['models.read', 'chat.write'], now: 5, atMost: 9 };
  await storage.createApiKey(ada, { ...apiKey, id: uuidv7(), hash: uuidv7(), expiresAt: null });
  const kept = { atMost: 9, now: 6 };
  const [calm, wild] = [uuidv7(), uuidv7()];
  await storage.putPresets(ada, [{ id: calm, name: 'Calm', settings: { temperature: 0.1, stop: ['x'] }, isDefault: false }], kept);
  await storage.putPresets(ada, [{ id: wild, name: 'Wild', settings: { instructions: '𝄞' }, isDefault: true }], kept);
  await storage.orderPresets(ada, [wild]);
  await storage.addFavourite(ada, { endpoint: 'one', id: 'a/b:c' }, kept);
  await storage.addFavourite(bob, { endpoint: 'one', id: 'b' }, kept);
  const used = uuidv7();
  await storage.createApiKey(bob, { ...apiKey, id: used, hash: uuidv7(), scopes: ['chat.write'], expiresAt: far });
  await storage.touchApiKey(used, 9);
  await storage.putKey(ada, { endpointId: 'one', sealed: 'sealed', baseUrl: null, updatedAt: 3 });
  await storage.putKey(ada, { endpointId: 'two', sealed: 'sealed too', baseUrl: 'https://example.org/v1', updatedAt: 4 });
  await branching(storage, ada);
  await withFiles(storage, ada);
  await thrownAway(storage, bob);
  const spent = await exchange(storage, ada, null, 'Spent');
  const call = entry({ turnId: spent.turn.id, conversationId: spent.conversation.id, accounts: ['month'], charged: 9 });
  const terms = { id: 'month', grant: 1_000, balance: false };
  await storage.reserve(ada, { id: call.id, amount: 5, accounts: [terms], expiresAt: far, now: 6 });
  await storage.recordCall(ada, call);
  await storage.putDecision('model', 'gpt-4o', { contextTokens: 1_000 }, 6);
  const damaged = await exchange(storage, ada, null, 'Damaged', { userMessage: { id: uuidv7(), parts: textParts('x'.repeat(5_000)) } });
  return { people, worlds, refresh, toDamage: { messages: damaged.answer.id, conversations: damaged.conversation.id } };
}
