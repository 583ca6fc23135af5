import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { closeCodes, limits, type Hint, type Subscription } from '@parley/contracts';
import { delta, gatewayWorld, hello, openSocket, openStream, turn, turnEnd, turnTopic } from './__fixtures__/gateway-world.ts';

const conversation = `conversation:${turn(9)}`;
const hint: Hint = { type: 'endpoints' };
const follow = (topic: string, cursor = 0): Subscription => ({ topic, cursor });

test('welcomes, subscribes and streams a turn from its beginning, live and to its end', async () => {
  await using world = await gatewayWorld();
  const writer = await world.turnLog.acquire(turn(1), 1);
  writer.append(delta('early '));
  const reader = await openSocket(world, hello('ann/s1', [follow('user'), follow(turnTopic(1))]));
  await reader.until(() => reader.text() === 'early ');
  writer.append(delta('liv\u00e9 𝄞\n'));
  await writer.finalize(turnEnd);
  await reader.until(() => reader.events().length === 3);
  expect(reader.frames()).toEqual([
    { type: 'welcome', protocol: 1, build: 'test', heartbeat: 25_000 },
    { type: 'subscribed', topic: 'user', channel: 1 },
    { type: 'subscribed', topic: turnTopic(1), channel: 2 },
  ]);
  expect(reader.text()).toBe('early liv\u00e9 𝄞\n');
  expect(reader.events().map(({ seq, channel }) => [channel, seq])).toEqual([
    [2, 1],
    [2, 2],
    [2, 3],
  ]);
  expect(world.gateway.stats()).toMatchObject({ sockets: 1, topics: 1 });
});

test('the twin carries the same frames byte for byte', async () => {
  await using world = await gatewayWorld();
  const writer = await world.turnLog.acquire(turn(1), 1);
  for (let index = 0; index < 700; index += 1) writer.append(delta(` w${index} é𝄞\n`));
  const topics = [follow('user'), follow(turnTopic(1), 13), follow(turnTopic(2))];
  const socket = await openSocket(world, hello('ann/s1', topics));
  const stream = await openStream(world, hello('ann/s1', topics));
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  await Promise.all([socket, stream].map((reader) => reader.until(() => reader.lines.length >= 691)));
  writer.append(delta('live'));
  world.bus.publish('user:ann', { kind: 'hint', hint });
  await writer.finalize(turnEnd);
  await Promise.all(
    [socket, stream].map((reader) =>
      reader.until(() => reader.events().at(-1)?.event.type === 'turn-end' && reader.frames().at(-1)?.type === 'hint'),
    ),
  );
  expect(stream.lines.toSorted()).toEqual(socket.lines.toSorted());
  expect(stream.lines.filter((line) => line.startsWith('['))).toEqual(socket.lines.filter((line) => line.startsWith('[')));
  expect(await socket.frame('gone')).toEqual({ type: 'gone', topic: turnTopic(2) });
});

test('resumes with cursors, several turns over one connection, without gap or repeat', async () => {
  await using world = await gatewayWorld();
  for (const number of [1, 2, 3]) {
    const writer = await world.turnLog.acquire(turn(number), 1);
    for (let index = 0; index < 400; index += 1) writer.append(delta(`${index} `));
    if (number === 3) await writer.finalize(turnEnd);
  }
  const reader = await openSocket(
    world,
    hello('ann/s1', [follow(turnTopic(1), 100), follow(turnTopic(2), 400), follow(turnTopic(3), 399)]),
  );
  await reader.until(() => reader.events().length === 302 && reader.frames().length === 4);
  const seqs = (channel: number): number[] =>
    reader
      .events()
      .filter((event) => event.channel === channel)
      .map(({ seq }) => seq);
  expect(seqs(1)).toEqual(Array.from({ length: 300 }, (_, index) => 101 + index));
  expect(seqs(2)).toEqual([]);
  expect(seqs(3)).toEqual([400, 401]);
});

test('an unknown turn of ones own is gone, a foreign topic and an unknown one are refused alike', async () => {
  await using world = await gatewayWorld();
  await world.turnLog.acquire(turn(1), 1);
  world.foreign.add(turnTopic(1)).add(turnTopic(7)).add(conversation);
  const reader = await openSocket(
    world,
    hello('eve/s1', [follow(turnTopic(1)), follow(turnTopic(7)), follow(conversation), follow(turnTopic(2))]),
  );
  await reader.until(() => reader.frames().length === 5);
  const refused = (topic: string) => ({ type: 'refused', topic, code: 'realtime.unknown-topic' });
  expect(reader.frames().slice(1)).toEqual([
    refused(turnTopic(1)),
    refused(turnTopic(7)),
    refused(conversation),
    { type: 'gone', topic: turnTopic(2) },
  ]);
});

test('carries hints of a person and of a conversation, one bus subscription however many follow', async () => {
  await using world = await gatewayWorld();
  const readers = await Promise.all(
    ['ann/s1', 'ann/s1', 'bob/s2'].map((token) => openSocket(world, hello(token, [follow('user'), follow(conversation)]))),
  );
  await Promise.all(readers.map((reader) => reader.until(() => reader.frames().length === 3)));
  expect(world.gateway.stats()).toMatchObject({ sockets: 3, users: 2, topics: 6, busTopics: 5 });
  world.bus.publish('user:ann', { kind: 'hint', hint });
  world.bus.publish(conversation, { kind: 'hint', hint: { type: 'messages', conversationId: turn(9), ids: [] } });
  await Promise.all(
    readers.map((reader) => reader.until(() => reader.frames().some((frame) => frame.type === 'hint' && frame.topic === conversation))),
  );
  const users = readers.map((reader) => reader.frames().filter((frame) => frame.type === 'hint' && frame.topic === 'user').length);
  expect(users).toEqual([1, 1, 0]);
  readers[0]!.send({ type: 'unsubscribe', topics: ['user', conversation] });
  readers[1]!.ws.close();
  await readers[1]!.closed();
  await readers[2]!.until(() => world.gateway.stats().topics === 2);
});

test('subscribes later, and again from another cursor', async () => {
  await using world = await gatewayWorld();
  const writer = await world.turnLog.acquire(turn(1), 1);
  for (const text of ['a', 'b', 'c']) writer.append(delta(text));
  const reader = await openSocket(world, hello('ann/s1'));
  reader.send({ type: 'subscribe', topics: [follow(turnTopic(1), 2)] });
  await reader.until(() => reader.text() === 'c');
  reader.send({ type: 'subscribe', topics: [follow(turnTopic(1))] });
  await reader.until(() => reader.text() === 'cabc');
  writer.append(delta('d'));
  await reader.until(() => reader.text() === 'cabcd');
  reader.send({ type: 'unsubscribe', topics: [turnTopic(1)] });
  await reader.until(() => world.gateway.stats().topics === 0);
});

test.each([
  ['a token that is refused', hello('bad'), closeCodes.unauthorized, 'auth.required'],
  ['a token that has expired', hello('ann/s1/1000'), closeCodes.unauthorized, 'auth.required'],
  ['another protocol', { ...hello('ann/s1'), protocol: 2 }, closeCodes.protocol, 'realtime.protocol'],
  ['a first frame that is not hello', { type: 'pong' }, closeCodes.protocol, 'realtime.protocol'],
  [
    'more topics than allowed',
    hello(
      'ann/s1',
      Array.from({ length: limits.topicsPerSocket + 1 }, (_, index) => follow(turnTopic(index))),
    ),
    closeCodes.protocol,
    'realtime.protocol',
  ],
  ['a frame over 64 KB', `{"type":"pong","x":"${'x'.repeat(limits.frameBytes)}"}`, closeCodes.protocol, 'realtime.frame-too-large'],
])('closes a socket on %s', async (_, first, code, reason) => {
  await using world = await gatewayWorld();
  const reader = await openSocket(world, typeof first === 'string' ? first : JSON.stringify(first));
  expect(await reader.closed()).toEqual({ code, reason });
  expect(await reader.frame('bye')).toMatchObject({ code: reason });
});

test.each([
  ['a refused token', hello('bad'), 401, 'auth.required'],
  ['another protocol', { ...hello('ann/s1'), protocol: 2 }, 400, 'realtime.protocol'],
  ['a body that is no hello', { type: 'hello' }, 400, 'realtime.protocol'],
  ['a body that is no JSON', '{', 400, 'request.malformed-json'],
  ['a body over 64 KB', `"${'x'.repeat(limits.frameBytes)}"`, 413, 'realtime.frame-too-large'],
])('refuses a stream for %s', async (_, body, status, code) => {
  await using world = await gatewayWorld();
  const { response } = await openStream(world, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, requestId: expect.any(String) } });
});

test('closes a socket that says nothing', async () => {
  await using world = await gatewayWorld({ limits: { helloWithin: 50 } });
  const reader = await openSocket(world);
  expect(world.gateway.stats().awaitingHello).toBe(1);
  expect(await reader.closed()).toMatchObject({ code: closeCodes.protocol });
});

test('refuses a foreign origin, another path and everybody while it drains, before any handshake', async () => {
  let draining = false;
  await using world = await gatewayWorld({ draining: () => draining });
  const status = async (headers: Record<string, string>, path = '/api/realtime'): Promise<string> => {
    const socket = connect(world.port, '127.0.0.1');
    const lines = Object.entries({
      Host: `127.0.0.1:${world.port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    });
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
    const [head] = (await new Promise((resolve) => socket.once('data', (data) => resolve(data.toString().split('\r\n'))))) as string[];
    socket.destroy();
    return head ?? '';
  };
  const own = `http://127.0.0.1:${world.port}`;
  expect(await status({ Origin: own })).toContain('101');
  expect(await status({ Origin: 'http://evil.example' })).toContain('403');
  expect(await status({ Origin: 'null' })).toContain('403');
  expect(await status({ Origin: own }, '/api/other')).toContain('404');
  expect(await status({ Origin: own, 'Sec-WebSocket-Version': '7' })).toContain('400');
  draining = true;
  expect(await status({ Origin: own })).toContain('503');
  expect((await openStream(world, hello('ann/s1'))).response.status).toBe(503);
  draining = false;
  expect((await openStream(world, hello('ann/s1'), { origin: 'http://evil.example' })).response.status).toBe(403);
});

test('lets in as many connections of one account as allowed, over both transports together', async () => {
  await using world = await gatewayWorld();
  const sockets = await Promise.all(Array.from({ length: limits.socketsPerUser - 1 }, () => openSocket(world, hello('ann/s1'))));
  await Promise.all(sockets.map((reader) => reader.frame('welcome')));
  const stream = await openStream(world, hello('ann/s1'));
  await stream.frame('welcome');
  const refused = await openSocket(world, hello('ann/s1'));
  expect(await refused.closed()).toEqual({ code: closeCodes.tooManySockets, reason: 'realtime.too-many-sockets' });
  const refusedStream = await openStream(world, hello('ann/s1'));
  expect(refusedStream.response.status).toBe(429);
  expect(refusedStream.response.headers.get('retry-after')).toBe('30');
  await (await openSocket(world, hello('bob/s2'))).frame('welcome');
  stream.abort();
  await stream.until(() => world.gateway.stats().streams === 0);
  await (await openSocket(world, hello('ann/s1'))).frame('welcome');
});

test('bounds the sockets that wait for their hello', async () => {
  await using world = await gatewayWorld({ limits: { socketsAwaitingHello: 2 } });
  await openSocket(world);
  const second = await openSocket(world);
  await expect(openSocket(world)).rejects.toThrow('503');
  second.send(hello('ann/s1'));
  await second.frame('welcome');
  await openSocket(world);
});

test('closes when topics grow beyond the cap', async () => {
  await using world = await gatewayWorld();
  const many = Array.from({ length: limits.topicsPerSocket }, (_, index) => follow(`conversation:${turn(index)}`));
  const reader = await openSocket(world, hello('ann/s1', many));
  await reader.until(() => reader.frames().length === 101);
  reader.send({ type: 'subscribe', topics: [follow('user')] });
  expect(await reader.closed()).toEqual({ code: closeCodes.protocol, reason: 'realtime.too-many-topics' });
});

test('a token that expires closes the connection unless a fresh one came before', async () => {
  let time = 1_000;
  await using world = await gatewayWorld({ now: () => time, limits: { heartbeatEvery: 40 } });
  const renewed = await openSocket(world, hello('ann/s1/2000'));
  const silent = await openSocket(world, hello('ann/s1/2000'));
  const foreign = await openSocket(world, hello('ann/s1/2000'));
  const stream = await openStream(world, hello('ann/s1/2000'));
  await Promise.all([renewed, silent, foreign, stream].map((reader) => reader.frame('welcome')));
  renewed.send({ type: 'auth', token: 'ann/s2/9000' });
  foreign.send({ type: 'auth', token: 'bob/s3/9000' });
  expect(await foreign.closed()).toEqual({ code: closeCodes.unauthorized, reason: 'auth.required' });
  time = 2_000;
  expect(await silent.closed()).toEqual({ code: closeCodes.unauthorized, reason: 'auth.expired' });
  await stream.closed();
  expect(await stream.frame('bye')).toMatchObject({ code: 'auth.expired' });
  expect(renewed.ws.readyState).toBe(renewed.ws.OPEN);
  world.bus.publish('session:s2', { kind: 'session-ended' });
  expect(await renewed.closed()).toEqual({ code: closeCodes.unauthorized, reason: 'auth.session-revoked' });
});

test('an ended session closes its connections: at once by the bus, soon by asking again', async () => {
  await using world = await gatewayWorld({ limits: { sessionRecheckEvery: 30 } });
  const [told, asked, other] = await Promise.all(['ann/s1', 'ann/s2', 'bob/s3'].map((token) => openSocket(world, hello(token))));
  await Promise.all([told, asked, other].map((reader) => reader!.frame('welcome')));
  world.bus.publish('session:s1', { kind: 'session-ended' });
  expect(await told!.closed()).toEqual({ code: closeCodes.unauthorized, reason: 'auth.session-revoked' });
  world.endedSessions.add('s2');
  expect(await asked!.closed()).toEqual({ code: closeCodes.unauthorized, reason: 'auth.session-revoked' });
  expect(other!.ws.readyState).toBe(other!.ws.OPEN);
});

test('keeps connections while nobody can say whether sessions stand', async () => {
  let asked = 0;
  await using world = await gatewayWorld({
    limits: { sessionRecheckEvery: 20 },
    sessionAlive: async () => {
      asked += 1;
      throw new Error('storage');
    },
  });
  const reader = await openSocket(world, hello('ann/s1'));
  await reader.until(() => asked > 2);
  expect(reader.ws.readyState).toBe(reader.ws.OPEN);
  expect(world.problems).toContain('Sessions of open connections could not be checked.');
});

test('pings, keeps who answers and cuts who does not', async () => {
  await using world = await gatewayWorld({ limits: { heartbeatEvery: 40, readerSilence: 120 } });
  const lively = await openSocket(world, hello('ann/s1'));
  lively.ws.on('message', (data) => {
    if ((data as Buffer).toString().includes('"ping"')) lively.send({ type: 'pong' });
  });
  const mute = await openSocket(world, hello('ann/s1'));
  const stream = await openStream(world, hello('ann/s1'));
  expect(await mute.closed()).toEqual({ code: closeCodes.slowReader, reason: 'realtime.slow-reader' });
  await lively.until(() => lively.frames().filter((frame) => frame.type === 'ping').length > 4);
  expect(world.gateway.stats()).toMatchObject({ sockets: 1, streams: 1 });
  expect(stream.frames().map((frame) => frame.type)).toEqual(['welcome']);
});

test('says goodbye when it closes, to sockets, streams and those still waiting', async () => {
  const world = await gatewayWorld();
  const socket = await openSocket(world, hello('ann/s1'));
  const stream = await openStream(world, hello('ann/s1'));
  const waiting = await openSocket(world);
  await Promise.all([socket.frame('welcome'), stream.frame('welcome')]);
  await world.gateway.close();
  expect(await socket.closed()).toEqual({ code: closeCodes.draining, reason: 'server.draining' });
  expect(await stream.closed()).toEqual({ code: 0, reason: 'end' });
  expect(await stream.frame('bye')).toMatchObject({ code: 'server.draining' });
  expect(await waiting.closed()).toMatchObject({ code: closeCodes.draining });
  expect(world.gateway.stats()).toEqual({ sockets: 0, streams: 0, awaitingHello: 0, users: 0, topics: 0, busTopics: 0 });
  await world[Symbol.asyncDispose]();
});

test('a refusing or failing policy of one topic ends only that connection', async () => {
  await using world = await gatewayWorld({
    mayFollow: async () => {
      throw new Error('storage');
    },
  });
  const reader = await openSocket(world, hello('ann/s1', [follow(turnTopic(1))]));
  expect(await reader.closed()).toEqual({ code: 1011, reason: 'server.internal' });
  const stream = await openStream(world, hello('ann/s1', [follow(turnTopic(1))]));
  expect(await stream.frame('bye')).toMatchObject({ code: 'server.internal' });
  await (await openSocket(world, hello('ann/s1'))).frame('welcome');
});

test('lines that are ready together leave as one message, and the first never waits', async () => {
  // This process is server and client in one, so the loop may count as loaded: no gathering over time here.
  await using world = await gatewayWorld({ limits: { coalesceWithin: 0 } });
  const writer = await world.turnLog.acquire(turn(1), 1);
  const reader = await openSocket(world, hello('ann/s1', [follow(turnTopic(1))]));
  await reader.frame('subscribed');
  const messages: string[] = [];
  reader.ws.on('message', (data) => messages.push((data as Buffer).toString()));
  for (let index = 0; index < 10; index += 1) writer.append(delta(`${index}`));
  await reader.until(() => reader.events().length === 10);
  expect(messages.map((message) => message.split('\n').length)).toEqual([1, 9]);
});
