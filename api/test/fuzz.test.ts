import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes, commonErrors, limits, signedInErrors, type RouteDeclaration } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { seededRandom } from '@parley/test-kit';
import { properBodies } from './proper-bodies.ts';
import { stack, world, type Answer, type Visitor, type World } from './world.ts';

/**
 * Every route of the contract, 200 hostile calls each, all of them with something that must be refused: the answer is 4xx in the error shape, the process
 * lives, and after each route a turn still streams. The seed is printed with a failure; set `PARLEY_SEED` to repeat it.
 */
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261_124);
/** Many nodes refuse by the same code: there fewer calls show, short of the long version, that none lets one through. */
const casesPerRoute = stack === 'cluster' && process.env['PARLEY_FULL'] !== '1' ? 60 : 200;

let here: World;
let anna: Visitor;
let own: { conversationId: string; turnId: string; answerId: string };

beforeAll(async () => {
  here = await world();
  anna = await here.signUp();
  own = await anna.say('/demo tokens=3 rate=0');
});
afterAll(() => here[Symbol.asyncDispose]());

type Random = () => number;
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

/** Values that are wrong nearly everywhere, and things that were dangerous somewhere. */
const rubbish: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => undefined,
  () => 0,
  () => -1,
  () => 1e308,
  () => true,
  () => '',
  () => [],
  () => ({}),
  () => [[[[]]]],
  () => ({ $gt: '' }),
  () => ({ $where: 'sleep(1000)' }),
  () => "' OR 1=1 --",
  () => '"; DROP TABLE users; --',
  () => '../../../../etc/passwd',
  () => '\u0000',
  () => '\ud800',
  () => '${JWT_SECRET} {{constructor.constructor("return process")()}}',
  () => '<script>alert(1)</script>',
  () => 'NEAR("a" "b") * OR -',
  (random) => 'x'.repeat(1 + Math.floor(random() * 500_000)),
  (random) => 'a'.repeat(Math.floor(random() * 50_000)) + '!',
  (random) => Array.from({ length: Math.floor(random() * 1_000) }, () => random()),
];

const extraFields = ['userId', '_id', 'role', 'tenantId', 'createdAt', 'ownerId', 'constructor', 'toString', '$set', 'rev'];

interface Case {
  readonly what: string;
  readonly raw?: string | Uint8Array;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly params?: string;
  /** One field of a proper body was changed: it may still be acceptable, but never a defect. */
  readonly maybe?: boolean;
}

/** Leaves one field out, or puts something else there, at any depth. */
function spoil(value: Record<string, unknown>, random: Random): Record<string, unknown> {
  const key = pick(random, Object.keys(value));
  const inner = value[key];
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && random() < 0.5)
    return { ...value, [key]: spoil(inner as Record<string, unknown>, random) };
  if (Array.isArray(inner) && random() < 0.5) return { ...value, [key]: [spoil(inner[0] as Record<string, unknown>, random)] };
  return { ...value, [key]: pick(random, rubbish)(random) };
}

const spoiltBody = (route: RouteDeclaration, random: Random): Case => ({
  what: 'one wrong field',
  body: spoil(properBodies[route.id]!(), random),
  maybe: true,
});

/** A body that no route accepts: it has a field nobody declared, or is no object, or is not even JSON. */
function hostileBody(random: Random): Case {
  const field = pick(random, extraFields);
  const deep = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);
  return pick<() => Case>(random, [
    () => ({ what: `field ${field}`, body: { [field]: pick(random, rubbish)(random) ?? 1, kind: 'send', name: 'x', text: 'x' } }),
    () => ({ what: 'not an object', body: pick(random, [null, 1, 'text', true, [], [{}]]) }),
    () => ({ what: 'blank', raw: ' ' }),
    () => ({ what: 'cut off', raw: '{"a":' }),
    () => ({ what: 'two documents', raw: '{}{}' }),
    () => ({ what: 'a prototype', raw: '{"__proto__":{"role":"administrator"}}' }),
    () => ({ what: 'an escaped prototype', raw: '{"\\u005f_proto__":{"role":"administrator"}}' }),
    () => ({ what: 'deep objects', raw: deep(65 + Math.floor(random() * 50_000), '{"a":', '}').replace(':}', ':1}') }),
    () => ({ what: 'deep arrays', raw: deep(65 + Math.floor(random() * 200_000), '[', ']') }),
    () => ({ what: 'huge', raw: `{"a":"${'x'.repeat(limits.jsonBodyBytes)}"}` }),
    () => ({ what: 'many fields', body: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, index])) }),
    () => ({ what: 'not UTF-8', raw: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }),
    () => ({
      what: 'another media type',
      raw: '{}',
      headers: { 'content-type': pick(random, ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) },
    }),
    () => ({ what: 'compressed', raw: '{}', headers: { 'content-encoding': 'gzip' } }),
  ])();
}

const badIds = [
  '0',
  'null',
  'undefined',
  '-',
  '%00',
  '%2e%2e',
  '..%2f..%2fetc',
  "'--",
  '%F0%9F%92%A9',
  '[object Object]',
  'x'.repeat(300),
  '{"$gt":""}',
  '*',
];

const hostileParams = (route: RouteDeclaration, random: Random): Case => ({
  what: 'ids that are none',
  params: route.path.replaceAll(/:\w+/g, () => encodeURI(pick(random, badIds)).replaceAll('%25', '%')),
});

const unknownIds = (route: RouteDeclaration): string => route.path.replaceAll(/:\w+/g, () => uuidv7());

/** Each has something that no route declares, or that none of those that declare it takes. */
const hostileQuery = (random: Random): Case => ({
  what: 'a query nobody declared',
  query: pick(random, [
    '?limit=-1&x=1',
    '?token=x',
    '?$where=1',
    '?cursor[]=1',
    '?cursor=1&cursor=2',
    '?since=NaN',
    '?since[$gt]=0',
    '?__proto__[x]=1',
    '?limit=1e9',
    '?show=everything',
    `?title=${'x'.repeat(2_000)}`,
    '?fresh=maybe',
    '?leaf=x',
    '?%00=1',
  ]),
});

const hostileToken = (random: Random): Case => ({
  what: 'no right to call',
  headers: {
    authorization: pick(random, [
      'Bearer',
      'Bearer x',
      'Bearer null',
      'Basic YTpi',
      'Bearer a.b.c',
      `Bearer ${'a'.repeat(6_000)}`,
      'bearer {}',
    ]),
  },
});

/** A way to be refused by this route. */
function hostileCase(route: RouteDeclaration, random: Random): Case {
  const ways: (() => Case)[] = [() => hostileQuery(random), () => ({ what: 'another method' })];
  // What fetch lets nobody send with a GET is in hostile-bodies.test.ts.
  if (route.method !== 'get') ways.push(() => hostileBody(random));
  if (route.body) ways.push(...Array.from({ length: 3 }, () => () => spoiltBody(route, random)));
  if (route.path.includes(':')) ways.push(() => hostileParams(route, random));
  if (route.policy !== 'public') ways.push(() => hostileToken(random));
  return pick(random, ways)();
}

async function send(route: RouteDeclaration, hostile: Case): Promise<Answer> {
  const method = hostile.what === 'another method' ? 'PURGE' : route.method.toUpperCase();
  const path = `/api${hostile.params ?? unknownIds(route)}${hostile.query ?? ''}`;
  const token = hostile.headers?.['authorization'] === undefined && route.policy !== 'public' ? anna.token : null;
  const needsBody = route.body !== undefined && hostile.body === undefined && hostile.raw === undefined;
  const body = hostile.body === undefined && !needsBody ? {} : { body: hostile.body ?? { unknown: true } };
  return here.call(method, path, {
    token,
    ...body,
    ...(hostile.raw === undefined ? {} : { raw: hostile.raw }),
    ...(hostile.headers ? { headers: hostile.headers } : {}),
  });
}

/** Whether an answer is an error in the one shape, with a code that the route declares or that any route may answer. */
const isErrorOf = (route: RouteDeclaration, answer: Answer): boolean => {
  const error = (answer.body as { error?: { code?: unknown; message?: unknown; requestId?: unknown } } | undefined)?.error;
  const declared: readonly unknown[] = [...route.errors, ...commonErrors, ...signedInErrors, 'request.method-not-allowed'];
  // An id that is empty or holds a slash is another path.
  const isElsewhere = route.path.includes(':') && error?.code === 'request.unknown-route';
  return (declared.includes(error?.code) || isElsewhere) && typeof error?.message === 'string' && typeof error.requestId === 'string';
};

async function probe(): Promise<void> {
  expect((await anna.say('/demo text="still here" rate=0')).text).toBe('still here');
}

describe.each(allRoutes.map((route) => [route.id, route] as const))('%s', (_id, route) => {
  test(`refuses ${casesPerRoute} hostile calls and streams on`, { timeout: 60_000 }, async () => {
    const random = seededRandom(seed + allRoutes.indexOf(route) * 7_919);
    for (let round = 0; round < casesPerRoute; round += 1) {
      const hostile = hostileCase(route, random);
      const answer = await send(route, hostile);
      const told = `seed ${seed}, case ${round}: ${hostile.what} → ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 200)}`;
      // Where the body is the content of a file, any bytes are one.
      const mayPass = hostile.maybe === true || route.upload === true;
      expect(answer.status < 500 && (answer.status >= 400 || mayPass), told).toBe(true);
      expect(answer.status < 400 || isErrorOf(route, answer), told).toBe(true);
    }
    await probe();
  });
});

describe("another person's ids", () => {
  /** The answer without what must differ. */
  const plain = ({ status, headers, body }: Answer): unknown => ({
    status,
    type: headers.get('content-type'),
    body: JSON.parse(JSON.stringify(body ?? null).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')) as unknown,
  });

  const bodies: Readonly<Record<string, () => unknown>> = {
    'context.preview': () => ({ parentId: own.answerId, model: { endpoint: 'demo', id: 'demo' }, parts: [] }),
    'context.compact': () => ({ leafId: own.answerId, model: { endpoint: 'demo', id: 'demo' } }),
    'context.edit-summary': () => ({ text: 'mine now' }),
    'context.mark': () => ({ mark: 'excluded' }),
    'conversations.update': () => ({ title: 'mine now' }),
    'conversations.update-state': () => ({ pinned: true }),
    'conversations.select': () => ({ messageId: own.answerId }),
    'conversations.copy': () => ({ newId: uuidv7() }),
    'messages.edit': () => ({ text: 'mine now' }),
    'turns.create': () => ({
      kind: 'send',
      turnId: uuidv7(),
      answerId: uuidv7(),
      userMessageId: uuidv7(),
      parentId: own.answerId,
      model: { endpoint: 'demo', id: 'demo' },
      parts: [{ type: 'text', text: 'x' }],
    }),
    'turns.edit-queued': () => ({ parts: [{ type: 'text', text: 'x' }] }),
  };
  /** The id is the caller's to make: what others call theirs stays what it is. */
  const withIdsOfTheCaller = new Set(['presets.put']);

  const withIds = allRoutes
    .filter(({ path, policy }) => policy !== 'public' && path.includes(':') && !path.startsWith('/endpoints'))
    .filter(({ id }) => !withIdsOfTheCaller.has(id));

  test.each(withIds.map((route) => [route.id, route] as const))('answer byte for byte like unknown ones: %s', async (_id, route) => {
    const mallory = await here.signUp('Mallory');
    const before = await anna.call('GET', `/api/conversations/${own.conversationId}/messages`);
    const isTurn = route.path.startsWith('/turns');
    const isSession = route.path.startsWith('/auth/sessions');
    const session = ((await anna.call('GET', '/api/auth/sessions')).body as { sessions: { id: string }[] }).sessions[0]!.id;
    const foreign = isSession ? session : isTurn ? own.turnId : own.conversationId;
    const at = (id: string, messageId: string): string => `/api${route.path.replace(':id', id).replace(/:(messageId|noteId)/, messageId)}`;
    const body = bodies[route.id]?.();
    const call = (path: string): Promise<Answer> => mallory.call(route.method.toUpperCase(), path, body === undefined ? {} : { body });
    const answer = await call(at(foreign, own.answerId));
    expect(answer.status).toBe(404);
    expect(plain(answer)).toEqual(plain(await call(at(uuidv7(), uuidv7()))));
    expect((await anna.call('GET', `/api/conversations/${own.conversationId}/messages`)).body).toEqual(before.body);
  });
});
