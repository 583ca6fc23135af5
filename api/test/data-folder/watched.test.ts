import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from '../crash/child-process.ts';
import { visitorsOf } from '../world.ts';

test('a server that Node watches, as in development, answers and keeps what it was told', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-watched-'));
  const env = { PORT: '0', DATA_DIR: folder, LOCAL_MODELS: 'off', NODE_ENV: 'development' };
  const server = await startChild(path.resolve(import.meta.dirname, '../../main.ts'), /ready at (\S+)/, env, ['--watch']);
  try {
    const anna = await visitorsOf(server.match[1]!, null).signUp();
    expect((await anna.say('/demo tokens=3 rate=0')).text.trim()).toBe('w1 w2 w3');
    expect(server.output()).not.toContain('Failed running');
  } finally {
    await server.end('SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
