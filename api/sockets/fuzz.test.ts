import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeCodes } from '@parley/contracts';
import { delta, gatewayWorld, hello, openSocket, openStream, turn, turnTopic } from './__fixtures__/gateway-world.ts';

const seed = Number(process.env['PARLEY_SEED'] ?? 4_711);
const runs = process.env['PARLEY_FULL'] === '1' ? 1_000 : 120;

const nearlyAFrame = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.string({ maxLength: 2_000 }),
  fc
    .record(
      {
        type: fc.constantFrom('hello', 'auth', 'subscribe', 'unsubscribe', 'pong', 'bye', '__proto__'),
        token: fc.anything(),
        topics: fc.anything(),
        protocol: fc.anything(),
      },
      { requiredKeys: ['type'] },
    )
    .map((value) => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))),
  fc
    .record({
      type: fc.constantFrom('subscribe', 'unsubscribe'),
      topics: fc.array(fc.oneof(fc.string(), fc.record({ topic: fc.string(), cursor: fc.oneof(fc.double(), fc.string()) }))),
    })
    .map((value) => JSON.stringify(value)),
  fc.integer({ min: 1, max: 30_000 }).map((depth) => '['.repeat(depth)),
  fc.integer({ min: 1, max: 9_000 }).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  fc.uint8Array({ maxLength: 300 }),
);

test(`survives malformed frames before and after hello (seed ${seed})`, { timeout: 120_000 }, async () => {
  await using world = await gatewayWorld({ limits: { socketsPerUser: 100_000 } });
  const writer = await world.turnLog.acquire(turn(1), 1);
  const probe = await openSocket(world, hello('probe/s0', [{ topic: turnTopic(1), cursor: 0 }]));
  let appended = 0;
  await fc.assert(
    fc.asyncProperty(
      nearlyAFrame.filter((frame) => frame !== '{"type":"pong"}'),
      fc.boolean(),
      async (frame, afterHello) => {
        const reader = await openSocket(world, afterHello ? hello('eve/s1') : undefined);
        if (typeof frame === 'string') reader.send(frame);
        else reader.ws.send(frame);
        const { code } = await reader.closed();
        expect([closeCodes.protocol, closeCodes.unauthorized]).toContain(code);
        writer.append(delta('.'));
        appended += 1;
        await probe.until(() => probe.events().length === appended);
      },
    ),
    { seed, numRuns: runs, endOnFailure: true },
  );
  expect(world.problems).toEqual([]);
});

test(`survives raw bytes in place of WebSocket frames and broken bodies (seed ${seed})`, { timeout: 120_000 }, async () => {
  await using world = await gatewayWorld();
  const upgrade = `GET /api/realtime HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.json(), async (bytes, body) => {
      const socket = connect(world.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.resume().write(upgrade);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.end(bytes);
      await closed;
      const { response } = await openStream(world, body);
      expect(response.status).toBe(400);
      await response.arrayBuffer();
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  const alive = await openSocket(world, hello('ann/s1'));
  await alive.frame('welcome');
  expect(world.problems).toEqual([]);
});
