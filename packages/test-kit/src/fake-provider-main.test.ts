import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { monotonicMicros } from './clock.ts';

test('runs as a process of its own, on the clock of this one, and stops when told', async () => {
  const main = fileURLToPath(new URL('./fake-provider-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--key', 'k'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { url, openAiUrl } = JSON.parse(line) as { url: string; openAiUrl: string };
    const before = monotonicMicros();
    const ask = (key: string): Promise<Response> =>
      fetch(`${openAiUrl}/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: '[[fake id=far tokens=4]]' }] }),
      });
    expect((await ask('wrong')).status).toBe(401);
    expect((await (await ask('k')).text()).match(/ w\d/g)).toEqual([' w1', ' w2', ' w3', ' w4']);
    const told = (await (await fetch(`${url}/__written?request=far`)).json()) as { requests: { writtenUs: number[] }[] };
    const times = told.requests.at(-1)?.writtenUs ?? [];
    expect(times).toHaveLength(4);
    for (const at of times) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(monotonicMicros());
    }
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
