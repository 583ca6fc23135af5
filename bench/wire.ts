import { once } from 'node:events';
import { createRegistry } from '../api/context.ts';
import { createEgress } from '../api/egress/create-egress.ts';
import type { ProviderFormat } from '../api/providers/port.ts';
import { fakePrompt } from '../packages/test-kit/src/fake/fake-script.ts';

/**
 * One adapter in a process of its own, so that its CPU time is nobody else's: `node wire.ts FORMAT BASE_URL`. For every line it is given, a
 * `WireTask`, it streams answers from the fake provider and prints a `WireReport`.
 */
export interface WireTask {
  /** Answers at once, and tokens in each. */
  readonly answers: number;
  readonly tokens: number;
  /** Tokens a second in each; 0: as fast as they are read. */
  readonly rate: number;
}

export interface WireReport {
  readonly tokens: number;
  /** Milliseconds of user and system time. */
  readonly cpu: number;
}

const [format, baseUrl] = process.argv.slice(2) as [ProviderFormat, string];
const egress = createEgress({ allow: [new URL(baseUrl).host] });
const provider = createRegistry(egress)[format]({ baseUrl, key: 'sk-bench-0123456789', trust: 'operator' });

/** Answers how many tokens came. */
async function read({ tokens, rate }: WireTask): Promise<number> {
  const text = fakePrompt({ tokens, ...(rate === 0 ? {} : { rate }) });
  let came = 0;
  const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, id: 'p', text }] }];
  for await (const event of provider.stream({ model: 'fake-large', messages }, new AbortController().signal))
    if (event.type === 'text-delta') came += 1;
  if (came !== tokens) throw new Error(`${format}: ${came} of ${tokens} tokens came`);
  return came;
}

let waiting = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => (waiting += chunk));
process.stdout.write('ready\n');
for (;;) {
  while (!waiting.includes('\n')) await once(process.stdin, 'data');
  const line = waiting.slice(0, waiting.indexOf('\n'));
  waiting = waiting.slice(line.length + 1);
  if (line === 'end') break;
  const task = JSON.parse(line) as WireTask;
  const before = process.cpuUsage();
  const came = await Promise.all(Array.from({ length: task.answers }, () => read(task)));
  const { user, system } = process.cpuUsage(before);
  const report: WireReport = { tokens: came.reduce((sum, count) => sum + count, 0), cpu: (user + system) / 1_000 };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
await egress[Symbol.asyncDispose]();
