import type { Fake } from '../lib/processes.ts';
import { startSut } from '../lib/processes.ts';
import type { Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';
import { createVisitor, pause, until } from '../lib/visitor.ts';

/** Cold start to the start line and to the first token, and what an idle server holds. */
export async function start(fake: Fake, quick: boolean): Promise<Row[]> {
  const ready: number[] = [];
  for (let round = 0; round < (quick ? 3 : 7); round += 1) {
    await using sut = await startSut(fake.openAiUrl);
    ready.push(sut.readyAfter);
  }
  const began = performance.now();
  await using sut = await startSut(fake.openAiUrl);
  const visitor = await createVisitor(sut.url, 'start');
  const reading = await visitor.send('[[fake tokens=5 rate=50]]');
  await until(() => reading.firstAt > 0, 5_000);
  const firstToken = reading.firstAt - began;
  visitor.close();
  await pause(3_000);
  const rss = (await sut.rss()) / 1e6;
  return [
    {
      metric: 'exec → ready line, median',
      value: `${median(ready).toFixed(0)} ms`,
      goal: '≤ 500 ms',
      met: median(ready) <= 500,
      peers: '7,000 / 2,900 ms',
    },
    {
      metric: 'exec → first token of a new account',
      value: `${firstToken.toFixed(0)} ms`,
      goal: '≤ 500 ms',
      met: firstToken <= 500,
      peers: '7,800 / 3,500 ms',
      note: 'includes registering and signing in: three Argon2id hashes',
    },
    { metric: 'RSS idle after a turn', value: `${rss.toFixed(0)} MB`, goal: '≤ 160 MB', met: rss <= 160, peers: '670 / 371 MB' },
  ];
}
