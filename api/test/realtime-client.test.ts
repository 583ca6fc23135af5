import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Hint } from '@parley/contracts';
import { uuidv7, type SequencedEvent } from '@parley/chat-core';
import {
  createRealtimeClient,
  type RealtimeClient,
  type RealtimeClientOptions,
} from '../../client/src/lib/realtime/create-realtime-client.ts';
import type { SocketConstructor } from '../../client/src/lib/realtime/types.ts';
import { delta, gatewayWorld, turn, turnEnd, turnTopic } from '../sockets/__fixtures__/gateway-world.ts';

/** The browser's client against the real gateway, over real sockets. */

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).toReversed()) await close();
});

async function world(...args: Parameters<typeof gatewayWorld>) {
  const made = await gatewayWorld(...args);
  openThings.push(() => made[Symbol.asyncDispose]());
  return { ...made, baseUrl: `http://127.0.0.1:${made.port}` };
}

async function until(condition: () => boolean, within = 5_000): Promise<void> {
  const deadline = performance.now() + within;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const times = { firstPause: 20, longestPause: 200, reopenAfter: 5 };

/** A client that writes down what it is told. */
function clientOf(options: Partial<RealtimeClientOptions> & Pick<RealtimeClientOptions, 'baseUrl'>) {
  const log = { statuses: [] as string[], hints: [] as Hint[], reconnects: 0 };
  const client: RealtimeClient = createRealtimeClient({
    getToken: async () => 'ann/s1',
    onHint: (_, hint) => log.hints.push(hint),
    onReconnect: () => (log.reconnects += 1),
    onStatus: (status) => log.statuses.push(status),
    events: null,
    random: () => 0.5,
    ...options,
    times: { ...times, ...options.times },
  });
  openThings.push(() => client.close());
  const follow = (topic: string, cursor = 0) => {
    const reading = { cursor, text: '', done: false, ends: [] as string[], faults: 0, stop: () => undefined as void };
    reading.stop = client.follow(topic, cursor, {
      onEvents(events: readonly SequencedEvent[]) {
        for (const { seq, event } of events) {
          if (seq !== reading.cursor + 1 || reading.done) reading.faults += 1;
          reading.cursor = seq;
          if ('delta' in event) reading.text += event.delta;
          if (event.type === 'turn-end') reading.done = true;
        }
      },
      onEnd: (reason) => reading.ends.push(reason),
    });
    return reading;
  };
  return { client, log, follow, isOnline: () => log.statuses.at(-1) === 'online' };
}

interface ProxyRules {
  /** What happens to a connection whose first bytes ask for an upgrade. */
  upgrades: 'pass' | 'refuse' | 'swallow';
  /** Cuts every connection after so many ms. */
  dropAfter?: number;
}

/** A proxy between client and server that can be told to misbehave. */
async function proxyTo(port: number, rules: ProxyRules) {
  const pairs = new Set<Socket>();
  const counts = { upgrades: 0, streams: 0 };
  const server = createServer((near) => {
    pairs.add(near);
    near.on('error', () => undefined).on('close', () => pairs.delete(near));
    near.once('data', (first) => {
      const isUpgrade = /upgrade: websocket/i.test(first.toString('latin1'));
      counts[isUpgrade ? 'upgrades' : 'streams'] += 1;
      if (isUpgrade && rules.upgrades === 'refuse')
        return near.end('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      if (isUpgrade && rules.upgrades === 'swallow') return;
      const far = connect(port, '127.0.0.1');
      far.on('error', () => near.destroy());
      far.write(first);
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      if (rules.dropAfter !== undefined) setTimeout(() => near.destroy(), rules.dropAfter);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = (): void => pairs.forEach((socket) => socket.destroy());
  openThings.push(() => {
    cutAll();
    server.close();
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    counts,
    cutAll,
    freezeAll: () => pairs.forEach((socket) => socket.pause().unpipe()),
  };
}

/** Writes an answer at an uneven pace and resolves with its whole text. */
async function write(to: Awaited<ReturnType<typeof world>>, number: number, tokens: number, pause = 3): Promise<string> {
  const writer = await to.turnLog.acquire(turn(number), 1);
  let text = '';
  for (let index = 0; index < tokens; index += 1) {
    text += ` w${index}é𝄞`;
    writer.append(delta(` w${index}é𝄞`));
    if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await writer.finalize(turnEnd);
  return text;
}

const hint: Hint = { type: 'endpoints' };

test('follows a turn, before and after the connection is there, and hears hints', async () => {
  const server = await world();
  const { client, log, follow, isOnline } = clientOf({ baseUrl: server.baseUrl });
  const writing = write(server, 1, 60);
  const early = follow(turnTopic(1));
  client.follow('user', 0, { onEvents: () => undefined, onEnd: () => undefined });
  await until(isOnline);
  const late = follow(turnTopic(1));
  const text = await writing;
  await until(() => early.done && late.done);
  server.bus.publish('user:ann', { kind: 'hint', hint });
  await until(() => log.hints.length === 1);
  expect([early, late].map(({ text: got, faults, ends }) => ({ got, faults, ends }))).toEqual([
    { got: text, faults: 0, ends: [] },
    { got: text, faults: 0, ends: [] },
  ]);
  expect(log).toEqual({ statuses: ['connecting', 'online'], hints: [hint], reconnects: 1 });
  expect(server.gateway.stats()).toMatchObject({ sockets: 1, streams: 0 });
});

test('says what is gone and what is refused, once', async () => {
  const server = await world();
  server.foreign.add(turnTopic(2));
  const { follow, isOnline } = clientOf({ baseUrl: server.baseUrl });
  const [gone, foreign] = [follow(turnTopic(1)), follow(turnTopic(2))];
  await until(() => gone.ends.length > 0 && foreign.ends.length > 0);
  await until(isOnline);
  expect([gone.ends, foreign.ends]).toEqual([['gone'], ['refused']]);
});

test('stops following when asked, and tells the server', async () => {
  const server = await world();
  const { follow, isOnline } = clientOf({ baseUrl: server.baseUrl });
  const writer = await server.turnLog.acquire(turn(1), 1);
  const [first, second] = [follow(turnTopic(1)), follow(turnTopic(1))];
  await until(isOnline);
  writer.append(delta('a'));
  await until(() => first.text === 'a' && second.text === 'a');
  first.stop();
  writer.append(delta('b'));
  await until(() => second.text === 'ab');
  expect(first.text).toBe('a');
  second.stop();
  second.stop();
  await until(() => server.gateway.stats().topics === 0);
});

test.each(['socket', 'stream'] as const)('resumes a turn over many lost connections by %s', async (kind) => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'pass' });
  const { log, follow } = clientOf({ baseUrl: proxy.baseUrl, times: { shortLife: 0 }, ...(kind === 'stream' ? { WebSocket: null } : {}) });
  const reading = follow(turnTopic(1));
  follow('user');
  const writing = write(server, 1, 900);
  for (let cut = 0; cut < 12; cut += 1) {
    await until(() => server.gateway.stats()[kind === 'socket' ? 'sockets' : 'streams'] === 1);
    await new Promise((resolve) => setTimeout(resolve, (cut * 37) % 50));
    const before = log.reconnects;
    proxy.cutAll();
    await until(() => log.reconnects > before);
  }
  const text = await writing;
  await until(() => reading.done);
  expect({ text: reading.text, faults: reading.faults, ends: reading.ends }).toEqual({ text, faults: 0, ends: [] });
  expect(log.reconnects).toBeGreaterThan(5);
});

test('falls back to the stream where the upgrade is refused, and follows new topics there', async () => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'refuse' });
  const { log, follow, isOnline } = clientOf({ baseUrl: proxy.baseUrl });
  follow('user');
  await until(() => isOnline() && log.reconnects === 1);
  const readings = [];
  for (const number of [1, 2, 3]) {
    const writing = write(server, number, 60);
    readings.push({ reading: follow(turnTopic(number)), writing });
  }
  server.bus.publish('user:ann', { kind: 'hint', hint });
  for (const { reading, writing } of readings) {
    const text = await writing;
    await until(() => reading.done);
    expect([reading.text, reading.faults]).toEqual([text, 0]);
  }
  await until(() => server.gateway.stats().streams === 1 && server.gateway.stats().sockets === 0);
  expect(log.hints.length).toBeGreaterThan(0);
  expect(log.reconnects).toBe(1);
});

test('falls back to the stream where a socket opens but stays silent', async () => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'swallow' });
  const { isOnline } = clientOf({ baseUrl: proxy.baseUrl, times: { welcomeWithin: 100 } });
  await until(isOnline);
  expect(server.gateway.stats()).toMatchObject({ sockets: 0, streams: 1 });
});

test('falls back to the stream after three short-lived sockets, and tries the socket again when it is idle', async () => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'pass', dropAfter: 40 });
  const { follow } = clientOf({ baseUrl: proxy.baseUrl, times: { shortLife: 2_000, socketAgain: 300 } });
  const reading = follow(turnTopic(1));
  const writing = write(server, 1, 150);
  await until(() => proxy.counts.streams > 0);
  expect(proxy.counts.upgrades).toBe(3);
  delete proxy.rules.dropAfter;
  const text = await writing;
  await until(() => reading.done);
  expect([reading.text, reading.faults]).toEqual([text, 0]);
  await until(() => server.gateway.stats().sockets === 1 && server.gateway.stats().streams === 0);
});

test('goes on trying while the server is away, says so, and goes back to the socket afterwards', async () => {
  const server = await world();
  const { port } = server;
  const proxy = await proxyTo(port, { upgrades: 'pass' });
  const { log, isOnline } = clientOf({ baseUrl: proxy.baseUrl, times: { socketAgain: 50 } });
  await until(isOnline);
  proxy.rules.dropAfter = 0;
  proxy.cutAll();
  await until(() => log.statuses.at(-1) === 'offline');
  delete proxy.rules.dropAfter;
  await until(isOnline);
  await until(() => server.gateway.stats().sockets === 1);
});

test('asks for another token when one is refused, gives up when nobody is signed in, and comes back with the next', async () => {
  const server = await world();
  const asked: (string | undefined)[] = [];
  let answer: (refused?: string) => string | null = (refused) => (refused === undefined ? 'bad' : 'ann/s1');
  const { client, log, isOnline } = clientOf({
    baseUrl: server.baseUrl,
    async getToken(refused) {
      asked.push(refused);
      return answer(refused);
    },
  });
  await until(isOnline);
  expect(asked).toEqual([undefined, 'bad']);
  answer = () => null;
  server.bus.publish('session:s1', { kind: 'session-ended' });
  await until(() => log.statuses.at(-1) === 'signed-out');
  answer = () => 'ann/s2';
  client.renew();
  await until(isOnline);
});

test('counts as signed out when every token is refused', async () => {
  const server = await world();
  const { log } = clientOf({ baseUrl: server.baseUrl, getToken: async () => 'bad' });
  await until(() => log.statuses.at(-1) === 'signed-out');
  expect(server.gateway.stats().sockets).toBe(0);
});

test.each(['socket', 'stream'] as const)('renews its token over the %s before the old one runs out, without a gap', async (kind) => {
  let time = 1_000;
  const server = await world({ now: () => time, limits: { heartbeatEvery: 40 } });
  let token = 'ann/s1/2000';
  const { client, log, follow, isOnline } = clientOf({
    baseUrl: server.baseUrl,
    getToken: async () => token,
    ...(kind === 'stream' ? { WebSocket: null } : {}),
  });
  const reading = follow(turnTopic(1));
  const writing = write(server, 1, 120);
  await until(isOnline);
  token = 'ann/s1/9000';
  client.renew();
  await new Promise((resolve) => setTimeout(resolve, 60));
  time = 3_000;
  const text = await writing;
  await until(() => reading.done);
  expect([reading.text, reading.faults, log.statuses]).toEqual([text, 0, ['connecting', 'online']]);
});

test.each(['socket', 'stream'] as const)('notices a %s that has died without a word', async (kind) => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'pass' });
  const { log, isOnline } = clientOf({
    baseUrl: proxy.baseUrl,
    times: { silence: 150 },
    ...(kind === 'stream' ? { WebSocket: null } : {}),
  });
  await until(isOnline);
  proxy.freezeAll();
  await until(() => log.reconnects >= 2);
});

test('tries at once when the network is back', async () => {
  const server = await world();
  const events = new EventTarget();
  const proxy = await proxyTo(server.port, { upgrades: 'pass' });
  const { log, isOnline } = clientOf({ baseUrl: proxy.baseUrl, events, times: { firstPause: 60_000, longestPause: 60_000 } });
  await until(isOnline);
  events.dispatchEvent(new Event('offline'));
  expect(log.statuses.at(-1)).toBe('offline');
  proxy.rules.dropAfter = 0;
  proxy.cutAll();
  await until(() => proxy.counts.upgrades + proxy.counts.streams >= 2);
  delete proxy.rules.dropAfter;
  events.dispatchEvent(new Event('online'));
  await until(isOnline);
});

test('scatters its return when the server says goodbye', async () => {
  const server = await world();
  const { log, isOnline } = clientOf({ baseUrl: server.baseUrl });
  await until(isOnline);
  await server.gateway.close();
  await until(() => log.statuses.at(-1) !== 'online');
});

test('a page that answers in the place of the server is no connection', async () => {
  class Page {
    readyState = 1;
    onopen: ((event: never) => void) | null = null;
    onmessage: ((event: never) => void) | null = null;
    onclose: ((event: never) => void) | null = null;
    onerror: ((event: never) => void) | null = null;
    constructor(_url: string) {
      setTimeout(() => this.onmessage?.({ data: '<html>' } as never), 1);
    }
    send(): void {}
    close(): void {}
  }
  const { log } = clientOf({ baseUrl: 'http://127.0.0.1:9', WebSocket: Page as SocketConstructor });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(log.statuses).toEqual(['connecting']);
});

test('tabs of one person share one stream; each gets its own turns, and another takes over when the leader leaves', async () => {
  const server = await world();
  const shareKey = uuidv7();
  const tabs = [1, 2, 3].map(() => clientOf({ baseUrl: server.baseUrl, WebSocket: null, shareKey }));
  for (const tab of tabs) tab.client.follow('user', 0, { onEvents: () => undefined, onEnd: () => undefined });
  await until(() => tabs.every((tab) => tab.isOnline()));
  await until(() => server.gateway.stats().streams === 1);
  await until(() => tabs.every((tab) => tab.log.reconnects > 0));

  const readings = tabs.map((tab, index) => ({ writing: write(server, index + 1, 200), reading: tab.follow(turnTopic(index + 1)) }));
  const same = tabs[2]!.follow(turnTopic(1));
  server.bus.publish('user:ann', { kind: 'hint', hint });
  await until(() => tabs.every((tab) => tab.log.hints.length > 0));
  await until(() => readings.every(({ reading }) => reading.cursor > 20));
  expect(server.gateway.stats().streams).toBeLessThanOrEqual(3);

  // The first to ask leads.
  tabs[0]!.client.close();
  const texts = await Promise.all(readings.map(({ writing }) => writing));
  await until(() => readings.slice(1).every(({ reading }) => reading.done) && same.done);
  expect(readings.slice(1).map(({ reading }) => [reading.text, reading.faults])).toEqual(texts.slice(1).map((text) => [text, 0]));
  expect([same.text, same.faults]).toEqual([texts[0], 0]);
  expect(tabs[1]!.log.reconnects).toBeGreaterThanOrEqual(2);
  await until(() => server.gateway.stats().streams === 1);
});

test('a shared stream that is lost is found again by all tabs', async () => {
  const server = await world();
  const proxy = await proxyTo(server.port, { upgrades: 'refuse' });
  const shareKey = uuidv7();
  const tabs = [1, 2].map(() => clientOf({ baseUrl: proxy.baseUrl, WebSocket: null, shareKey }));
  const readings = tabs.map((tab) => tab.follow(turnTopic(1)));
  const writing = write(server, 1, 300);
  await until(() => tabs.every((tab) => tab.isOnline()));
  for (let cut = 0; cut < 3; cut += 1) {
    const before = tabs.map((tab) => tab.log.reconnects);
    proxy.cutAll();
    await until(() => tabs.every((tab, index) => tab.log.reconnects > before[index]!));
  }
  const text = await writing;
  await until(() => readings.every((reading) => reading.done));
  expect(readings.map((reading) => [reading.text, reading.faults])).toEqual([
    [text, 0],
    [text, 0],
  ]);
});

test('a tab whose leader is frozen opens its own stream', async () => {
  const server = await world();
  const shareKey = uuidv7();
  let thaw: () => void = () => undefined;
  void navigator.locks.request(`parley-stream-${shareKey}`, () => new Promise<void>((resolve) => (thaw = resolve)));
  openThings.push(() => thaw());
  const tab = clientOf({ baseUrl: server.baseUrl, WebSocket: null, shareKey, times: { welcomeWithin: 60 } });
  await until(tab.isOnline);
  expect(server.gateway.stats().streams).toBe(1);
});
