import { closeSync, openSync, writeSync } from 'node:fs';
import type { TurnLog } from '../../ports.ts';
import { createJournal } from '../create-journal.ts';

/**
 * Streams turns at 50 tokens a second each and writes down what a live reader saw and when, on the machine's monotonic clock,
 * until it is killed. Some turns end and new ones begin, so that kills fall near starts and ends too.
 */
const [dataDir, witness, prefix] = process.argv.slice(2) as [string, string, string];
const journal: TurnLog = await createJournal({ dataDir });
const out = openSync(witness, 'a');
/** What was written survives the process without a sync; a sync here would only hold up what is measured. */
const say = (line: string): void => void writeSync(out, `${line}\n`);

async function stream(name: string, tokens: number): Promise<void> {
  const writer = await journal.acquire(name, 1);
  journal.read(name, 0, {
    onEntries: (entries) => say(entries.map((entry) => `${process.hrtime.bigint()} ${name} ${entry.seq}`).join('\n')),
    onEnd: () => undefined,
  });
  for (let index = 0; index < tokens; index += 1) {
    writer.append({ type: 'text-delta', part: 'p1', delta: `${name}:${index + 1} ` });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  say(`0 ${name} ending`);
  await writer.finalize({ type: 'turn-end', status: 'done', stopReason: 'end' });
  say(`0 ${name} ended`);
}

async function lane(index: number): Promise<void> {
  for (let run = 0; ; run += 1) await stream(`${prefix}-${index}-${run}`, 5 + ((index * 13 + run * 7) % 60));
}

say('0 ready 0');
await Promise.all(Array.from({ length: 8 }, (_, index) => lane(index)));
closeSync(out);
