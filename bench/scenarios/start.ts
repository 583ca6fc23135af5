import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bench } from '../lib/bench.ts';
import { leaveCore, startSut, useAllCores } from '../lib/processes.ts';
import { measured, type Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';
import { createVisitor, pause, signUp, until } from '../lib/visitor.ts';

/** From exec to the start line and to the first token of somebody who is signed in, and what an idle server holds. */
export async function start({ quick }: Bench): Promise<Row[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-bench-'));
  try {
    const account = await (async () => {
      await using sut = await startSut({ dataDir });
      return await signUp(sut.url, 'start');
    })();
    const ready: number[] = [];
    const first: number[] = [];
    const idle: number[] = [];
    for (let round = 0; round < (quick ? 3 : 9); round += 1) {
      await using sut = await startSut({ dataDir });
      ready.push(sut.readyAfter);
      const visitor = await createVisitor(sut.url, account);
      const reading = await visitor.send('/demo tokens=5 rate=50', { endpoint: 'demo', id: 'demo' });
      if (!(await until(() => reading.firstAt > 0, 5_000))) throw new Error('no token came within five seconds');
      first.push(reading.firstAt - sut.began);
      visitor.close();
      if (round > 0) continue;
      await pause(3_000);
      idle.push((await sut.rss()) / 1e6);
    }
    useAllCores();
    const everyCore: number[] = [];
    for (const _ of ready) {
      await using sut = await startSut({ dataDir, pinned: false });
      everyCore.push(sut.readyAfter);
    }
    leaveCore();
    return [
      measured({ metric: 'exec → ready line on one core, median', value: median(ready), goal: 500, peers: '7,000 / 2,900 ms' }),
      measured({ metric: '… on every core', value: median(everyCore), goal: 500 }),
      measured({
        metric: 'exec → first token on one core, median',
        value: median(first),
        goal: 500,
        peers: '7,800 / 3,500 ms',
        note: 'of somebody signed in, from the built-in model',
      }),
      measured({ metric: 'RSS idle after a turn', value: median(idle), unit: 'MB', goal: 160, peers: '670 / 371 MB' }),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
