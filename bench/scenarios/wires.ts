import type { Bench } from '../lib/bench.ts';
import { openBothDoors } from '../lib/both-doors.ts';
import { startLineProcess, type LineProcess } from '../lib/line-process.ts';
import { startSut } from '../lib/processes.ts';
import { measured, type Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';
import type { WireReport, WireTask } from '../wire.ts';

/** Each format, and what its base URL has behind the fake's address. */
const formats = [
  ['openai-chat', '/v1'],
  ['openai-responses', '/v1'],
  ['anthropic-messages', ''],
  ['google-gemini', ''],
  ['ollama', ''],
  ['cohere', ''],
  ['bedrock-converse', ''],
] as const;

async function ask(adapter: LineProcess, task: WireTask): Promise<number> {
  const { tokens, cpu } = JSON.parse(await adapter.say(JSON.stringify(task))) as WireReport;
  return (cpu * 1_000) / tokens;
}

/** What the whole server costs per 1,000 tokens when its own people read an answer, and when a program does at `/v1`, by turns in one run. */
async function doors(url: string, { quick, log }: Bench): Promise<Row[]> {
  await using sut = await startSut({ openAiUrl: `${url}/v1` });
  using both = await openBothDoors(sut);
  for (let round = 0; round < 3; round += 1) {
    await both.own({ answers: 10, tokens: 500, rate: 0 });
    await both.program({ answers: 10, tokens: 500, rate: 0 });
  }
  const asked = { answers: 18, tokens: quick ? 200 : 300, rate: 50 };
  const own: number[] = [];
  const program: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    own.push(await both.own(asked));
    program.push(await both.program(asked));
  }
  const ratio = median(program) / median(own);
  log(
    `/v1/chat/completions: ${median(program).toFixed(1)} ms, the application's own stream: ${median(own).toFixed(1)} ms, ${ratio.toFixed(2)} times`,
  );
  return [
    measured({ metric: 'CPU per 1,000 tokens, the application’s own stream', value: median(own), digits: 1 }),
    measured({
      metric: 'CPU per 1,000 tokens, /v1/chat/completions',
      value: median(program),
      digits: 1,
      goal: median(own) * 1.5,
      note: `${ratio.toFixed(2)} times the application’s own stream`,
    }),
  ];
}

/**
 * CPU per 1,000 tokens of each wire format, through its adapter and over HTTP: as a model writes them, twenty answers of fifty tokens a second, each
 * token a packet of its own; and as fast as they are read, which leaves mostly the reading itself. Then the whole server, by both of its doors.
 */
export async function wires(bench: Bench): Promise<Row[]> {
  const { quick, log } = bench;
  await using fake = await startLineProcess('packages/test-kit/src/fake-provider-main.ts', []);
  const { url } = JSON.parse(fake.first) as { url: string };
  const rows: Row[] = [];
  for (const [format, path] of formats) {
    await using adapter = await startLineProcess('bench/wire.ts', [format, url + path], { alone: true });
    // Compiled code is what a server runs.
    for (let round = 0; round < 3; round += 1) await ask(adapter, { answers: 1, tokens: 20_000, rate: 0 });
    await ask(adapter, { answers: 20, tokens: 250, rate: 250 });
    const fast: number[] = [];
    for (let round = 0; round < 5; round += 1) fast.push(await ask(adapter, { answers: 1, tokens: 20_000, rate: 0 }));
    const paced = await ask(adapter, { answers: 20, tokens: quick ? 200 : 400, rate: 50 });
    log(`${format}: ${paced.toFixed(1)} ms paced, ${median(fast).toFixed(2)} ms unpaced`);
    rows.push(
      measured({
        metric: `CPU per 1,000 tokens, ${format}`,
        value: paced,
        digits: 1,
        note: `${median(fast).toFixed(2)} ms as fast as they are read`,
      }),
    );
  }
  return [...rows, ...(await doors(url, bench))];
}
