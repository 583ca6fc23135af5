import type { Fake } from '../lib/processes.ts';
import { startSut } from '../lib/processes.ts';
import type { Row } from '../lib/report.ts';
import { quantile } from '../lib/stats.ts';
import { createVisitor, pause, until } from '../lib/visitor.ts';

const prompt = '[[fake tokens=2 rate=0]]';

/** The same call to the provider without anything in between: the zero line. */
async function direct(fake: Fake): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${fake.openAiUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
    body: JSON.stringify({ model: 'fake', stream: true, messages: [{ role: 'user', content: prompt }] }),
  });
  const reader = response.body!.getReader();
  let text = '';
  while (!text.includes('"content":"')) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString('utf8');
  }
  const took = performance.now() - began;
  await reader.cancel();
  return took;
}

/** What Parley adds to the first token: the whole way with authentication and the durable commit, against the direct call, interleaved. */
export async function firstToken(fake: Fake, quick: boolean): Promise<Row[]> {
  await using sut = await startSut(fake.openAiUrl);
  const visitor = await createVisitor(sut.url, 'ttft');
  const rounds = quick ? 100 : 600;
  const through: number[] = [];
  const straight: number[] = [];
  for (let round = -30; round < rounds; round += 1) {
    const before = await direct(fake);
    const reading = await visitor.send(prompt);
    await until(() => reading.ended, 5_000);
    if (round < 0) continue;
    straight.push(before);
    through.push(reading.firstAt - reading.sentAt);
    await pause(1);
  }
  visitor.close();
  const zero = quantile(straight, 0.5);
  const [p50, p99] = [quantile(through, 0.5) - zero, quantile(through, 0.99) - zero];
  return [
    {
      metric: 'added time to first token, p50 / p99',
      value: `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`,
      goal: '≤ 0.8 / 4 ms',
      met: p50 <= 0.8 && p99 <= 4,
      peers: '31 / 55 ms and 18 / 32 ms',
      note: `POST, commit, subscribe, read; direct ${zero.toFixed(1)} ms; the load client is Node`,
    },
  ];
}
