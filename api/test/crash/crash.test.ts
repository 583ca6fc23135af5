import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiClient, signIn, type ApiClient } from './api-client.ts';
import { checkRound } from './check-round.ts';
import { startChild, type Child } from './child-process.ts';
import { playRound, type InterruptedTurn, type KilledRound } from './crash-round.ts';
import { countedRounds, openResults, roundResult, saveResults, summary, type RoundResult } from './crash-results.ts';
import { createRandom } from './random.ts';
import { program } from '../program.ts';

const isFull = process.env['PARLEY_FULL'] === '1';
const kills = Number(process.env['PARLEY_KILLS'] ?? (isFull ? 200 : 20));
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261_124);
/** An access token lives 15 minutes; a new one is fetched well before. */
const tokenLifeMs = 600_000;

const here = path.dirname(fileURLToPath(import.meta.url));
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-crash-'));
let fake: Child;
let fakeUrl = '';

beforeAll(async () => {
  fake = await startChild(path.join(here, 'fake-process.ts'), /fake at (\S+)/);
  fakeUrl = fake.match[1]!;
});
afterAll(async () => {
  await fake.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** A server as an operator starts it, on the same data folder every time. */
async function startServer(): Promise<{ server: Child; url: string }> {
  const server = await startChild(program('server'), /(http:\/\/127\.0\.0\.1:\d+)/, {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    OPENAI_API_KEY: 'sk-crash',
    OPENAI_BASE_URL: `${fakeUrl}/v1`,
    OPENAI_MODELS: 'fake-large',
    RATE_LIMITS: 'false',
  });
  return { server, url: server.match[1]! };
}

/** Rounds that are excused because the machine kept the processor from the server are replaced, up to so many times the kills in all. */
const patience = 2;

test(`loses no word in ${kills} kills (seed ${seed})`, { timeout: kills * 60_000 }, async () => {
  const results = openResults(seed, kills, isFull);
  let killed: KilledRound | null = null;
  let interrupted: InterruptedTurn | null = null;
  let signedIn: { token: string; at: number } | null = null;
  const enough = (): boolean => countedRounds(results).length >= kills || results.rounds.length >= kills * patience;

  for (let round = results.rounds.length; ; round += 1) {
    const { server, url } = await startServer();
    const fresh: boolean = signedIn !== null && performance.now() - signedIn.at < tokenLifeMs;
    const client: ApiClient = fresh ? apiClient(url, signedIn!.token) : await signIn(url);
    if (!fresh) signedIn = { token: client.token, at: performance.now() };
    if (killed !== null) {
      const checked = await checkRound(killed, client, fakeUrl);
      interrupted = checked.interrupted ?? interrupted;
      results.rounds.push(roundResult(killed, server.readyMs, checked));
      saveResults(results);
    }
    if (enough()) {
      await server.end('SIGKILL');
      break;
    }
    killed = await playRound({ round, url, server, client, random: createRandom(seed, round), interrupted });
  }

  console.log(`crash test, ${kills} kills, seed ${seed}: ${JSON.stringify(summary(results))}`);
  const said = (round: RoundResult, what: readonly string[]): string[] =>
    what.map((each) => `round ${round.round} (${round.moment}): ${each}`);
  expect(results.rounds.flatMap((round) => said(round, round.problems))).toEqual([]);
  expect(countedRounds(results).flatMap((round) => said(round, round.late))).toEqual([]);
  // On a machine that was busy all the time nothing was measured, and that is no success either.
  expect(countedRounds(results).length).toBeGreaterThanOrEqual(kills / 4);
});
