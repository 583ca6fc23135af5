import { startMongo } from '@parley/test-kit';
import { MongoClient, type Document, type IndexDescription } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, newPerson, regenerateInput, sendInput, settleInput, textParts } from '../contract/builders.ts';
import { newFile, questionWith } from '../contract/file-builders.ts';
import { putMark, putSummary, sentContext } from '../contract/note-builders.ts';
import { entry } from '../contract/usage-contract.ts';
import { indexes } from './collections.ts';
import { createMongoStorage } from './create-mongo-storage.ts';

const server = await startMongo();
const database = 'query-plans';

/** Looked at as a whole on purpose: how many accounts there are, whether there is one, and the few nodes with the few sessions they use. */
const wholeOnPurpose = (command: Document): boolean => {
  if (command['aggregate'] === 'nodes' || (command['find'] ?? command['aggregate']) === 'transaction_sessions') return true;
  const [first] = (command['pipeline'] ?? []) as { $match?: object }[];
  const filter = (command['filter'] ?? first?.$match) as object | undefined;
  return (command['find'] ?? command['aggregate']) === 'users' && filter !== undefined && Object.keys(filter).length === 0;
};

/** The parts of commands that look for documents, as commands that can be explained. */
function lookups(command: Document): Document[] {
  if ('find' in command || 'aggregate' in command || 'distinct' in command || 'findAndModify' in command) return [command];
  const each = (command['updates'] ?? command['deletes']) as { q: Document }[] | undefined;
  const collection: unknown = command['update'] ?? command['delete'];
  return (each ?? []).map(({ q }) => ({ find: collection, filter: q }));
}

const kept = [
  'find',
  'aggregate',
  'distinct',
  'findAndModify',
  'key',
  'query',
  'filter',
  'sort',
  'limit',
  'skip',
  'projection',
  'pipeline',
  'update',
  'upsert',
  'cursor',
];

/** Without its session and its transaction, which explaining does not take. */
const bare = (command: Document): Document => Object.fromEntries(Object.entries(command).filter(([name]) => kept.includes(name)));

/** What a command looks like, whatever its values. */
const shapeOf = (command: Document): string =>
  JSON.stringify(command, (_key, value: unknown) => (typeof value === 'number' || typeof value === 'string' ? '' : value));

/** Names of the collections as the database has them. */
const collectionOf = (command: Document): string => {
  const name = String(command['find'] ?? command['aggregate'] ?? command['distinct'] ?? command['findAndModify']);
  return name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
};

/** Whether an index begins with a field that the command pins to values, or, with no more to pin, a range of it. */
function isServed(command: Document): boolean {
  const [first] = (command['pipeline'] ?? []) as { $match?: object }[];
  const filter = (command['filter'] ?? command['query'] ?? first?.$match ?? {}) as object;
  const fields = new Set(Object.keys(filter));
  if (fields.has('_id')) return true;
  const known: readonly IndexDescription[] = indexes[collectionOf(command) as keyof typeof indexes] ?? [];
  return known.some(({ key }) => fields.has(Object.keys(key)[0] ?? ''));
}

function stages(plan: unknown): Document[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const below = Object.values(plan).flatMap((value) => stages(value));
  return 'stage' in plan ? [plan, ...below] : below;
}

describe.skipIf(server === null)('every command the adapter sends', () => {
  const commands = new Map<string, Document>();
  const client = new MongoClient(server?.uri ?? 'mongodb://127.0.0.1:1');
  beforeAll(async () => {
    const onCommand = (command: Document): void => {
      for (const lookup of lookups(command))
        commands.set(`${Object.keys(lookup)[0]} ${shapeOf(bare(lookup))} ${String(Object.values(lookup)[0])}`, bare(lookup));
    };
    await using storage = await createMongoStorage({ uri: server!.uri, database, onCommand, chunkBytes: 40 });
    const ada = await newPerson(storage);
    await storage.findUserByEmail('nobody@example.org');
    await storage.getUser(ada.ownerId);
    await storage.getUsers([ada.ownerId, 'nobody']);
    await storage.updateUser(ada.ownerId, { name: 'Ada L.' });
    await storage.countUsers();
    await storage.findUsers({ text: 'ada', limit: 5 });
    const session = {
      id: 's1',
      userId: ada.ownerId,
      refreshHash: 'h1',
      now: 1,
      expiresAt: 9e12,
      userAgent: '',
      address: '',
      keepAtMost: 1,
    };
    await storage.createSession(session);
    await storage.createSession({ ...session, id: 's2', refreshHash: 'h2' });
    await storage.getSession('s2');
    await storage.listSessions(ada.ownerId);
    await storage.rotateRefresh({ presentedHash: 'h2', nextHash: 'h3', now: 2, graceMs: 9, expiresAt: 9e12 });
    await storage.endSessionByRefresh('h3');
    await storage.endSessions(ada.ownerId, 's1');
    await storage.endSession(ada.ownerId, 's2');
    await storage.putCalibration({ endpoint: 'e', model: 'm', ratio: 1, samples: 1, fit: [1.5, 0.25], updatedAt: 1 });
    await storage.getCalibration('e', 'm');
    await storage.putKey(ada, { endpointId: 'e', sealed: 's', baseUrl: null, updatedAt: 1 });
    await storage.getKey(ada, 'e');
    await storage.listKeys(ada);
    await storage.deleteKey(ada, 'e');
    const apiKey = { id: 'a1', name: 'n', prefix: 'p', hash: 'h', scopes: ['chat.write'], now: 1, expiresAt: null, atMost: 9 };
    await storage.createApiKey(ada, apiKey);
    const limit = { atMost: 9, now: 1 };
    await storage.putPresets(ada, [{ id: 'p1', name: 'n', settings: {}, isDefault: true }], limit);
    await storage.orderPresets(ada, ['p1']);
    await storage.listPresets(ada);
    await storage.deletePreset(ada, 'p1');
    await storage.addFavourite(ada, { endpoint: 'e', id: 'm' }, limit);
    await storage.listFavourites(ada);
    await storage.removeFavourite(ada, { endpoint: 'e', id: 'm' });
    await storage.getInstallation('one');
    await storage.markFilesClaimed();
    const file = await newFile(storage, ada);
    await storage.getFile(ada, file.id);
    await storage.getFiles(ada, [file.id]);
    const unused = await newFile(storage, ada);
    await storage.doomFile(ada, unused.id);
    await storage.forgetFiles(await storage.doomUnsentFiles(1_000_000, 10));
    const kept = await newFile(storage, ada);
    const withFile = sendInput(null, 'x', { userMessage: questionWith(kept) });
    await storage.beginTurn(ada, withFile);
    const waiting = sendInput(withFile.answerId, 'x', { conversationId: withFile.conversationId, userMessage: questionWith(kept) });
    await storage.beginTurn(ada, waiting);
    await storage.editQueuedTurn(ada, waiting.turnId, textParts('x'), 5);
    await storage.copyConversation(ada, withFile.conversationId, { newId: 'copied', title: 'x', now: 5 });
    await storage.settleTurn(ada, settleInput(withFile.turnId, { status: 'stopped' }));
    await storage.setDeleted(ada, withFile.conversationId, 5);
    await storage.purge(6, 10);
    await storage.findApiKey('h');
    await storage.listApiKeys(ada);
    await storage.touchApiKey('a1', 2);
    await storage.deleteApiKey(ada, 'a1');
    await storage.createApiKey(ada, apiKey);
    await storage.deleteApiKeys(ada);
    const one = await exchange(storage, ada, null, 'One');
    const { id } = one.conversation;
    const again = await storage.beginTurn(ada, regenerateInput(id, one.userMessage!.id, { leavingId: one.answer.id }));
    const queued = await storage.beginTurn(ada, sendInput(again.answer.id, 'Two', { conversationId: id }));
    const behind = await storage.beginTurn(ada, sendInput(queued.answer.id, 'Three', { conversationId: id }));
    await storage.editQueuedTurn(ada, queued.turn.id, [{ type: 'text', id: 'p', text: 'x' }], 5);
    await storage.listActiveTurns(ada);
    await storage.listOrphanedTurns(['node-2']);
    await storage.countQueuedTurns!();
    await storage.nodes!.join({ node: 'node-1', alone: false }, 1_000);
    await storage.nodes!.beat({ node: 'node-1', alone: false });
    await storage.nodes!.leave('node-1');
    await storage.nodes!.forget('node-1', 1_000);
    await putSummary(storage, ada, id, one.answer.id, 'In short');
    await putMark(storage, ada, id, one.userMessage!.id, 'pinned');
    await storage.readOnPath(ada, id, one.answer.id, [one.userMessage!.id]);
    const [, summary] = await storage.readNotes(ada, id);
    await storage.editNote(ada, id, summary!.id, 'Shorter', 1);
    await storage.removeNote(ada, id, one.userMessage!.id);
    const call = entry({ turnId: 't', conversationId: id, accounts: ['month'] });
    const terms = [{ id: 'month', grant: 5, balance: false }];
    await storage.reserve(ada, { id: call.id, amount: 5, accounts: terms, expiresAt: 1, now: 0 });
    await storage.reserve(ada, { id: 'r2', amount: 5, accounts: terms, expiresAt: 9, now: 2 });
    await storage.release(ada, 'r2');
    await storage.recordCall(ada, call);
    await storage.readLedger(ada, 't');
    await storage.readUsage(ada, { from: '2026-01-01', to: '2026-12-31' });
    await storage.readAllUsage({ from: '2026-01-01', to: '2026-12-31' });
    await storage.readChatUsage(ada, id);
    await storage.readAccounts(['month']);
    await storage.putDecision('model', 'm', {}, 1);
    await storage.listDecisions('model');
    await storage.deleteDecision('model', 'm');
    await storage.putSentContext(ada, id, sentContext(one.answer.id));
    await storage.getSentContext(ada, id, one.answer.id);
    await storage.listRunningUnder(ada, id, one.userMessage!.id);
    await storage.removeQueuedTurn(ada, behind.turn.id);
    await storage.settleTurn(ada, settleInput(again.turn.id));
    await storage.settleTurn(ada, settleInput(queued.turn.id));
    const taken = await storage.beginTurn(ada, sendInput(null, 'Lost'));
    await storage.checkpointTurn(ada, taken.turn.id, 1, { seq: 1, parts: [], usage: null });
    await storage.checkpointTurn(ada, taken.turn.id, 1, { seq: 2, parts: textParts('Long enough.'), usage: null });
    await storage.takeOverTurn(ada, taken.turn.id, { epoch: 1, node: 'node-2' });
    await storage.settleTurn(ada, settleInput(taken.turn.id, { epoch: 2 }));
    for (const show of ['active', 'pinned', 'archived', 'bin'] as const) {
      await storage.listConversations(ada, { show, limit: 5 });
      await storage.listConversations(ada, { show, limit: 5, title: 'o', after: { activityAt: 9, id: 'x' } });
    }
    await storage.readChanges(ada, 0, 10);
    await storage.updateConversation(ada, id, { title: 'New' });
    await storage.updateState(ada, id, { pinned: true });
    await storage.selectMessage(ada, id, one.answer.id, again.answer.id);
    await storage.readBranch(ada, id, { limit: 5 });
    await storage.getMessage(ada, id, one.answer.id);
    await storage.editText(ada, id, one.answer.id, 'Edited', 6);
    await storage.deleteSubtree(ada, id, one.answer.id, 7);
    await storage.readBranch(ada, id, { limit: 5 });
    await storage.restoreSubtree(ada, id, one.answer.id);
    await storage.copyConversation(ada, id, { newId: 'copy', title: 'Copy', now: 8 });
    await storage.deleteSubtree(ada, id, one.answer.id, 7);
    await storage.setDeleted(ada, 'copy', 9);
    await storage.purge(1_000, 10);
    await client.connect();
  });
  afterAll(async () => {
    await client.db(database).dropDatabase();
    await client.close();
    await server?.[Symbol.asyncDispose]();
  });

  test('was heard', () => {
    expect(commands.size).toBeGreaterThan(40);
  });

  test('pins the first field of an index, or an id', () => {
    const guilty = [...commands.values()].filter((command) => !wholeOnPurpose(command) && !isServed(command));
    expect(guilty).toEqual([]);
  });

  test.skipIf(server?.kind !== 'mongod')('neither walks a collection nor sorts in memory', async () => {
    const guilty: { command: Document; stage: unknown }[] = [];
    for (const command of commands.values()) {
      if (wholeOnPurpose(command)) continue;
      const explained = await client.db(database).command({ explain: command, verbosity: 'queryPlanner' });
      for (const { stage } of stages(explained)) if (['COLLSCAN', 'SORT'].includes(String(stage))) guilty.push({ command, stage });
    }
    expect(guilty).toEqual([]);
  });
});
