import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

/** Proposes these, then any. */
const proposing = (...ports: number[]) => {
  let free = 0;
  return () => ports.shift() ?? 31_000 + free++;
};

test('a port that somebody listens on is passed over', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  expect(await freePort(proposing(port))).not.toBe(port);
  taken.close();
});

test('a port is given once, whether its server runs yet or not', async () => {
  const port = await freePort();
  expect(await freePort(proposing(port, port))).not.toBe(port);
});

test('another process is not given it either', async () => {
  const port = await freePort();
  const source = `import { freePort } from ${JSON.stringify(new URL('./free-port.ts', import.meta.url))};
    const ports = [${port}, ${port}];
    console.log(await freePort(() => ports.shift() ?? 30000 + Math.floor(Math.random() * 1000)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source]);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).not.toBe(port);
});
