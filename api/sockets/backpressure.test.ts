import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { closeCodes } from '@parley/contracts';
import {
  delta,
  gatewayWorld,
  hello,
  openSocket,
  openStream,
  turn,
  turnEnd,
  turnTopic,
  type GatewayWorld,
} from './__fixtures__/gateway-world.ts';

const follow = (number: number, cursor = 0) => [{ topic: turnTopic(number), cursor }];
const block = (index: number) => delta(`${index}:${'x'.repeat(8_000)};`);

/** A peer that asks for a stream and never reads: what it is sent stays with the server. */
async function stuckStream(world: GatewayWorld, number: number): Promise<Socket> {
  const socket = connect(world.port, '127.0.0.1');
  socket.pause();
  const body = JSON.stringify(hello('slow/s9', follow(number)));
  socket.write(`POST /api/realtime/stream HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  socket.on('error', () => undefined);
  return socket;
}

async function until(condition: () => boolean, within = 5_000): Promise<void> {
  const deadline = performance.now() + within;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('cuts a live reader that lets 256 KB wait, by name, while others keep their pace, and it resumes without loss', async () => {
  let cut = 0;
  await using world = await gatewayWorld({ onSlowReader: () => void (cut += 1) });
  const writer = await world.turnLog.acquire(turn(1), 1);
  const slow = await openSocket(world, hello('slow/s9', follow(1)));
  const quick = await openSocket(world, hello('ann/s1', follow(1)));
  await Promise.all([slow.frame('subscribed'), quick.frame('subscribed')]);
  slow.ws.pause();
  const gaps: number[] = [];
  let sent = 0;
  for (; world.gateway.stats().sockets === 2; sent += 1) {
    const started = performance.now();
    writer.append(block(sent));
    await quick.until(() => quick.events().length === sent + 1);
    gaps.push(performance.now() - started);
  }
  // The middle one: a single gap may be the machine's.
  expect(gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]).toBeLessThan(100);
  expect(cut).toBe(1);
  slow.ws.resume();
  expect(['realtime.slow-reader', '']).toContain((await slow.closed()).reason);
  const reached = slow.events().at(-1)?.seq ?? 0;
  expect(reached).toBeLessThan(sent);
  const again = await openSocket(world, hello('slow/s9', follow(1, reached)));
  await writer.finalize(turnEnd);
  await again.until(() => again.events().at(-1)?.event.type === 'turn-end');
  expect(slow.text() + again.text()).toBe(Array.from({ length: sent }, (_, index) => `${index}:${'x'.repeat(8_000)};`).join(''));
}, 30_000);

test('paces the backfill of a large turn instead of cutting its reader or holding it in memory', async () => {
  await using world = await gatewayWorld({ limits: { readerQueueBytes: 65_536 } });
  const writer = await world.turnLog.acquire(turn(1), 1);
  for (let index = 0; index < 2_000; index += 1) writer.append(block(index));
  const readers = [await openSocket(world, hello('ann/s1', follow(1))), await openStream(world, hello('ann/s1', follow(1)))];
  await writer.finalize(turnEnd);
  for (const reader of readers) {
    await reader.until(() => reader.lines.length >= 2_003, 15_000);
    expect(reader.events().map(({ seq }) => seq)).toEqual(Array.from({ length: 2_001 }, (_, index) => index + 1));
  }
}, 30_000);

test('a single event larger than the queue still reaches its reader', async () => {
  await using world = await gatewayWorld();
  const writer = await world.turnLog.acquire(turn(1), 1);
  const readers = [await openSocket(world, hello('ann/s1', follow(1))), await openStream(world, hello('ann/s1', follow(1)))];
  await Promise.all(readers.map((reader) => reader.frame('subscribed')));
  const content = '𝄞é'.repeat(300_000);
  writer.append({ type: 'tool-result', part: 'p1', callId: 'c', content });
  for (const reader of readers) {
    await reader.until(() => reader.events().length === 1);
    expect(reader.events()[0]!.event).toMatchObject({ content });
  }
});

test('cuts a reader that makes no progress and holds little for it', async () => {
  await using world = await gatewayWorld({ limits: { readerSilence: 200, heartbeatEvery: 100 } });
  const writer = await world.turnLog.acquire(turn(1), 1);
  for (let index = 0; index < 4_000; index += 1) writer.append(block(index));
  const quick = await openSocket(world, hello('ann/s1'));
  quick.ws.on('message', () => quick.send({ type: 'pong' }));
  const before = process.memoryUsage().external;
  const socket = await stuckStream(world, 1);
  await until(() => world.gateway.stats().streams === 1);
  await until(() => world.gateway.stats().streams === 0);
  expect(process.memoryUsage().external - before).toBeLessThan(16_000_000);
  expect(world.gateway.stats().sockets).toBe(1);
  socket.destroy();
});

test('hints that nobody reads are bounded too', async () => {
  await using world = await gatewayWorld();
  const reader = await openSocket(world, hello('ann/s1', [{ topic: 'user', cursor: 0 }]));
  await reader.frame('subscribed');
  reader.ws.pause();
  const ids = Array.from({ length: 500 }, (_, index) => turn(index));
  await until(() => {
    for (let index = 0; index < 20; index += 1)
      world.bus.publish('user:ann', { kind: 'hint', hint: { type: 'messages', conversationId: turn(1), ids } });
    return world.gateway.stats().sockets === 0;
  });
  reader.ws.resume();
  expect([closeCodes.slowReader, 1006]).toContain((await reader.closed()).code);
});
