import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn } from '@parley/contracts';
import { createMongoStorage } from '../../api/storage/mongo/create-mongo-storage.ts';
import type { Storage } from '../../api/storage/ports/storage.ts';
import { wrapVerbs } from '../../api/telemetry/wrap-verbs.ts';
import { askContext, askKeys, askPresets, askUsage, type Call } from './ask-own-things.ts';
import { innerWorld, type Visitor, type World } from '../../api/test/world.ts';

/** What one request costs its store. */
export interface RouteCost {
  /** The id of the route, with what makes this request special behind a comma. */
  readonly route: string;
  /** Calls of the storage's verbs. */
  readonly verbs: number;
  /** Commands that MongoDB received; null on a store that is asked in the same process. */
  readonly commands: number | null;
}

/** Opens a store that tells of every command; `onCommand` is never called where there are none. */
export type OpenStore = (onCommand: (command: Record<string, unknown>) => void) => Promise<Storage>;

export const mongoStore =
  (uri: string): OpenStore =>
  (onCommand) =>
    createMongoStorage({ uri, database: `trips-${uuidv7()}`, onCommand });

/** Nodes make themselves heard whatever is asked, and connections are looked after: no request causes it. */
const isUnasked = (command: Record<string, unknown>): boolean =>
  Object.values(command).includes('nodes') || 'hello' in command || 'endSessions' in command;

interface Meter {
  /** Carries a request out and notes what it cost, up to its answer. */
  cost(route: string, request: () => Promise<unknown>): Promise<void>;
}

const model = { endpoint: 'demo', id: 'demo' };
const slow = '/demo tokens=600 rate=20';

interface Ids {
  readonly conversationId: string;
  readonly turnId: string;
  readonly userMessageId: string;
  readonly answerId: string;
}
const newIds = (conversationId = uuidv7()): Ids => ({ conversationId, turnId: uuidv7(), userMessageId: uuidv7(), answerId: uuidv7() });

const sendBody = ({ turnId, answerId, userMessageId }: Ids, text: string, parentId: string | null): CreateTurn => ({
  kind: 'send',
  turnId,
  answerId,
  userMessageId,
  parentId,
  model,
  parts: [{ type: 'text', text }],
  ...(parentId === null ? { create: {} } : {}),
});

function callOf(visitor: Visitor): Call {
  return async (method, path, body) => {
    const answer = await visitor.call(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
}

async function ended(call: Call, turnId: string): Promise<void> {
  for (;;) {
    const { status } = (await call('GET', `/api/turns/${turnId}`)) as { status: string };
    if (!['running', 'waiting'].includes(status)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function askTurns(call: Call, { cost }: Meter): Promise<Ids> {
  const first = newIds();
  const turns = `/api/conversations/${first.conversationId}/turns`;
  await cost('turns.create, a new conversation', () => call('POST', turns, sendBody(first, '/demo tokens=5 rate=0', null)));
  await ended(call, first.turnId);
  const second = newIds(first.conversationId);
  await cost('turns.create', () => call('POST', turns, sendBody(second, slow, first.answerId)));
  await cost('turns.create, the same again', () => call('POST', turns, sendBody(second, slow, first.answerId)));
  const queued = newIds(first.conversationId);
  await cost('turns.create, queued', () => call('POST', turns, sendBody(queued, '/demo tokens=5 rate=0', second.answerId)));
  await cost('turns.active', () => call('GET', '/api/turns'));
  await cost('turns.get', () => call('GET', `/api/turns/${second.turnId}`));
  await cost('turns.edit-queued', () => call('PATCH', `/api/turns/${queued.turnId}`, { parts: [{ type: 'text', text: slow }] }));
  await cost('turns.stop', () => call('POST', `/api/turns/${second.turnId}/stop`));
  await cost('turns.send-now', () => call('POST', `/api/turns/${queued.turnId}/send-now`));
  const removed = newIds(first.conversationId);
  await call('POST', turns, sendBody(removed, slow, queued.answerId));
  await cost('turns.remove-queued', () => call('DELETE', `/api/turns/${removed.turnId}`));
  await call('POST', `/api/turns/${queued.turnId}/stop`);
  const other = newIds(first.conversationId);
  const regenerate = { kind: 'regenerate', turnId: other.turnId, answerId: other.answerId, parentId: first.userMessageId, model };
  await cost('turns.create, another answer', () => call('POST', turns, regenerate));
  await ended(call, other.turnId);
  return first;
}

/** A conversation that is long enough to be folded; answers its id and its last answer. */
async function talk(call: Call): Promise<{ conversationId: string; answerId: string }> {
  const conversationId = uuidv7();
  let answerId: string | null = null;
  for (let turn = 0; turn < 6; turn += 1) {
    const ids = newIds(conversationId);
    await call('POST', `/api/conversations/${conversationId}/turns`, sendBody(ids, `/demo tokens=${50 + turn} rate=0`, answerId));
    await ended(call, ids.turnId);
    ({ answerId } = ids);
  }
  return { conversationId, answerId: answerId! };
}

async function askMessages(call: Call, { cost }: Meter, { conversationId, answerId, userMessageId }: Ids): Promise<void> {
  const at = `/api/conversations/${conversationId}/messages`;
  await cost('messages.branch', () => call('GET', at));
  await cost('messages.get', () => call('GET', `${at}/${answerId}`));
  await cost('messages.edit', () => call('PATCH', `${at}/${userMessageId}`, { text: 'Other words' }));
  await cost('messages.remove', () => call('DELETE', `${at}/${answerId}`));
  await cost('messages.restore', () => call('POST', `${at}/${answerId}/restore`));
}

async function askConversations(call: Call, { cost }: Meter, { conversationId, answerId }: Ids): Promise<void> {
  const at = `/api/conversations/${conversationId}`;
  await cost('conversations.list', () => call('GET', '/api/conversations'));
  await cost('conversations.sync', () => call('GET', '/api/sync?since=0'));
  await cost('conversations.get', () => call('GET', at));
  await cost('conversations.update', () => call('PATCH', at, { title: 'Another title' }));
  await cost('conversations.update-state', () => call('PATCH', `${at}/state`, { pinned: true }));
  await cost('conversations.select', () => call('POST', `${at}/select`, { messageId: answerId }));
  await cost('conversations.copy', () => call('POST', `${at}/copy`, { newId: uuidv7() }));
  await cost('conversations.remove', () => call('DELETE', at));
  await cost('conversations.restore', () => call('POST', `${at}/restore`));
}

async function askEndpoints(call: Call, { cost }: Meter): Promise<void> {
  await cost('endpoints.list', () => call('GET', '/api/endpoints'));
  await cost('endpoints.put-key', () => call('PUT', '/api/endpoints/anthropic/key', { key: 'sk-of-the-bench' }));
  await cost('endpoints.delete-key', () => call('DELETE', '/api/endpoints/anthropic/key'));
}

async function askFiles(here: World, { token }: Visitor, call: Call, { cost }: Meter): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  let id = '';
  await cost('files.upload', async () => {
    const answer = await fetch(`${here.url}/api/files?name=a.txt`, { method: 'POST', headers, body: 'words' });
    ({ id } = (await answer.json()) as { id: string });
  });
  await cost('files.content', async () => {
    await (await fetch(`${here.url}/api/files/${id}`, { headers })).text();
  });
  await cost('files.remove', () => call('DELETE', `/api/files/${id}`));
}

async function askSystem(call: Call, { cost }: Meter): Promise<void> {
  await cost('system.config', () => call('GET', '/api/config'));
  await cost('system.openapi', () => call('GET', '/api/openapi.json'));
  await cost('system.docs', () => call('GET', '/api/docs'));
  await cost('system.health', () => call('GET', '/api/health'));
}

async function askStream(here: World, { token }: Visitor, { cost }: Meter, { conversationId, turnId }: Ids): Promise<void> {
  const topics = ['user', `conversation:${conversationId}`, `turn:${turnId}`].map((topic) => ({ topic, cursor: 0 }));
  const body = JSON.stringify({ type: 'hello', protocol: 1, token, topics });
  const abort = new AbortController();
  await cost('realtime.stream, three topics', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${here.url}/api/realtime/stream`, { method: 'POST', body, headers, signal: abort.signal });
    let seen = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      seen += chunk;
      if (seen.split('"subscribed"').length + seen.split('"gone"').length - 2 >= topics.length) break;
    }
  });
  abort.abort();
}

async function askAccounts(here: World, meter: Meter): Promise<void> {
  const { cost } = meter;
  const name = 'Berta';
  const [email, password, next] = [`${uuidv7()}@example.org`, 'correct horse battery', 'another horse battery'];
  const ask = async (path: string, options: Parameters<World['call']>[2]): Promise<void> => {
    const answer = await here.call('POST', path, options);
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}`);
  };
  await cost('auth.register', () => ask('/api/auth/register', { body: { name, email, password } }));
  await cost('auth.sign-in', () => ask('/api/auth/sign-in', { body: { email, password } }));
  const [berta, leaving] = [await here.signUp('Berta'), await here.signUp('Cora')];
  const call = callOf(berta);
  await call('GET', '/api/account');
  await cost('account.get', () => call('GET', '/api/account'));
  await cost('account.update', () => call('PATCH', '/api/account', { name: 'Bertha' }));
  await cost('account.terms', () => call('GET', '/api/account/terms'));
  // Without terms there is nothing to agree to: only the refusal is counted.
  await cost('account.accept-terms', () => call('POST', '/api/account/terms', { version: 'none' }).catch(() => undefined));
  await cost('account.change-password', () => call('POST', '/api/account/password', { current: berta.password, next }));
  await cost('auth.list-sessions', () => call('GET', '/api/auth/sessions'));
  await cost('auth.refresh', () => ask('/api/auth/refresh', { headers: { cookie: berta.cookie } }));
  const again = await here.call('POST', '/api/auth/sign-in', { body: { email: berta.email, password: next } });
  const { sessions } = (await call('GET', '/api/auth/sessions')) as { sessions: { id: string; current: boolean }[] };
  if (again.status !== 200) throw new Error(`signing in again answered ${again.status}`);
  await cost('auth.end-session', () => call('DELETE', `/api/auth/sessions/${sessions.find(({ current }) => !current)!.id}`));
  await cost('auth.sign-out-everywhere', () => call('POST', '/api/auth/sign-out-everywhere'));
  await cost('auth.sign-out', () => ask('/api/auth/sign-out', { headers: { cookie: leaving.cookie } }));
}

/** Asks every route once and answers what each cost. Sessions are known already, as those of people who are at it are. */
export async function countRoundTrips(open: OpenStore, counts: 'commands' | 'verbs'): Promise<readonly RouteCost[]> {
  let [verbs, commands] = [0, 0];
  const storage = wrapVerbs(
    await open((command) => {
      if (!isUnasked(command)) commands += 1;
    }),
    (verb) => {
      if (verb !== 'ping') verbs += 1;
      return () => undefined;
    },
  );
  await using here = await innerWorld({ env: { TITLE_CONVO: 'off', ANTHROPIC_API_KEY: 'user_provided' }, overrides: { storage } });
  const costs: RouteCost[] = [];
  const meter: Meter = {
    async cost(route, request) {
      [verbs, commands] = [0, 0];
      await request();
      costs.push({ route, verbs, commands: counts === 'commands' ? commands : null });
    },
  };
  const anna = await here.signUp();
  const call = callOf(anna);
  await call('GET', '/api/account');
  await askSystem(call, meter);
  const ids = await askTurns(call, meter);
  await askStream(here, anna, meter, ids);
  await askMessages(call, meter, ids);
  await askConversations(call, meter, ids);
  await askEndpoints(call, meter);
  await askFiles(here, anna, call, meter);
  const { conversationId, answerId } = await talk(call);
  await askContext(call, meter.cost, conversationId, answerId);
  await askPresets(call, meter.cost);
  await askKeys(call, meter.cost);
  await askUsage(call, meter.cost, conversationId);
  await askAccounts(here, meter);
  return costs;
}
