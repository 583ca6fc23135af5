import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What the load counted since its last `window`; times in microseconds, -1 for none. */
export interface LoadReport {
  readonly running: number;
  /** Tokens that fell due at the provider, and that reached their readers. */
  readonly generated: number;
  readonly received: number;
  readonly bytes: number;
  readonly ended: number;
  readonly refused: number;
  readonly failures: number;
  /** Events that did not follow their predecessor. */
  readonly disorder: number;
  /** The longest silence of a running answer. */
  readonly silent: number;
  readonly gap: readonly [p50: number, p99: number, max: number];
  /** From the provider's write to the reader's read. */
  readonly delay: readonly [p50: number, p99: number];
  readonly first: readonly [p50: number, p99: number];
  readonly firsts: number;
  /** How late the provider itself was. */
  readonly lag: readonly [p50: number, p99: number];
}

export interface FirstTokens {
  readonly direct: readonly number[];
  readonly through: readonly number[];
  /** From the request to its 201. */
  readonly answered: readonly number[];
}

/** The provider and the readers of `load.c`, as one process beside this one. See there for the commands. */
export interface Load extends AsyncDisposable {
  readonly openAiUrl: string;
  readonly pid: number;
  /** The nodes of the server; people are spread over them. */
  target(...urls: readonly string[]): void;
  addUser(token: string): Promise<void>;
  /** What the person who was added as number `index` shows from now on. */
  renew(index: number, token: string): void;
  /** So many more. The last user is left without streams, for `first`. */
  streams(count: number, rate: number, tokens: number, perSecond: number): void;
  direct(count: number, rate: number, tokens: number, perSecond: number): void;
  window(): void;
  report(): Promise<LoadReport>;
  first(rounds: number): Promise<FirstTokens>;
  /** Begins no more answers; those that run come to their end. */
  finish(): void;
  stop(): Promise<void>;
}

const source = path.resolve(import.meta.dirname, '../load.c');

/** Compiles and starts the load; null where there is no C compiler. Throws when there is one and it refuses. */
export async function startLoad(): Promise<Load | null> {
  if (spawnSync('cc', ['--version']).status !== 0) return null;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-load-'));
  const binary = path.join(folder, 'load');
  const compiled = spawnSync('cc', [...(process.env['BENCH_CC_ARGS'] ?? '-O2').split(' '), '-o', binary, source], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`load.c does not compile: ${compiled.stderr.slice(0, 500)}`);

  const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  let over: Error | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next) next.resolve(line);
    else lines.push(line);
  });
  const gone = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      over = new Error(`the load ended with ${signal ?? code}`);
      for (const { reject } of waiting.splice(0)) reject(over);
      resolve();
    }),
  );
  const read = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const line = lines.shift();
      if (line !== undefined) resolve(line);
      else if (over) reject(over);
      else waiting.push({ resolve, reject });
    });
  const tell = (line: string): void => void child.stdin.write(`${line}\n`);

  const port = Number(/^provider (\d+)$/.exec(await read())![1]);
  return {
    openAiUrl: `http://127.0.0.1:${port}/v1`,
    pid: child.pid!,
    target: (...urls) => tell(`target ${urls.map((url) => new URL(url).port).join(' ')}`),
    addUser: async (token) => {
      tell(`user ${token}`);
      await read();
    },
    renew: (index, token) => tell(`token ${index} ${token}`),
    finish: () => tell('finish'),
    streams: (count, rate, tokens, perSecond) => tell(`streams ${count} ${rate} ${tokens} ${perSecond}`),
    direct: (count, rate, tokens, perSecond) => tell(`direct ${count} ${rate} ${tokens} ${perSecond}`),
    window: () => tell('window'),
    report: async () => {
      tell('report');
      return JSON.parse(await read()) as LoadReport;
    },
    first: async (rounds) => {
      tell(`first ${rounds}`);
      return JSON.parse(await read()) as FirstTokens;
    },
    stop: async () => {
      tell('stop');
      await read();
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
