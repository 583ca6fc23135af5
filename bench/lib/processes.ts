import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { processCpu } from './cpu.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The system under test has the last core to itself, everything else the others; without taskset they share. */
const cores = os.availableParallelism();
export const canPin = cores > 1 && spawnSync('taskset', ['--version']).status === 0;
const sutCore = String(cores - 1);
/** What stands before a command that is to have that core. */
export const sutPrefix: readonly string[] = canPin ? ['taskset', '-c', sutCore] : [];

/** Moves this process, and so what it starts, off the core of the system under test. */
export function leaveCore(): void {
  if (!canPin) return;
  spawnSync('taskset', ['-a', '-p', '-c', cores === 2 ? '0' : `0-${cores - 2}`, String(process.pid)]);
}

/** Lets the browser rows use every core: there, the page is what is measured. */
export function useAllCores(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', `0-${cores - 1}`, String(process.pid)]);
}

/**
 * With `--realtime` (and the right to it) what is measured goes before everything else on the machine: its figures then mean something although
 * others work beside it. Answers whether that was granted.
 */
export function goFirst(): boolean {
  return spawnSync('chrt', ['-r', '-a', '-p', '1', String(process.pid)]).status === 0;
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a process ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout! }).once('line', resolve);
  });

/** Answers how it ended. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
  return child.exitCode ?? child.signalCode;
}

/** The built server. */
export interface Sut extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** When it was executed, on this process's clock. */
  readonly began: number;
  /** Milliseconds from exec to the start line. */
  readonly readyAfter: number;
  readonly dataDir: string;
  /** CPU time used so far, milliseconds of user and system. */
  cpu(): Promise<number>;
  /** Resident memory in bytes. */
  rss(): Promise<number>;
  /** Stops it as an operator does; answers its exit code, or the signal it died of. */
  stop(): Promise<number | NodeJS.Signals | null>;
}

export interface SutOptions {
  /** The provider's address; null leaves the demo model alone. */
  readonly openAiUrl?: string | null;
  /** A folder that outlives the server; absent means a new one that does not. */
  readonly dataDir?: string;
  readonly pinned?: boolean;
  /** The bare relay in the server's place. */
  readonly relay?: boolean;
  /** More of its environment: where its stores are. */
  readonly env?: Readonly<Record<string, string>>;
}

const wordsOf = (variable: string): string[] => (process.env[variable] ?? '').split(' ').filter((word) => word !== '');

/** `BENCH_SUT_ARGS` goes to Node before the entry, for profiles (`--cpu-prof`); `BENCH_SUT_ENV` is more of its environment (`A=1 B=2`). */
const extra = wordsOf('BENCH_SUT_ARGS');
const extraEnv = Object.fromEntries(wordsOf('BENCH_SUT_ENV').map((pair) => pair.split('=', 2) as [string, string]));

export async function startSut(options: SutOptions = {}): Promise<Sut> {
  const { openAiUrl = null, dataDir: kept, pinned = true, relay = false, env = {} } = options;
  const dataDir = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'parley-bench-')));
  const entry = relay ? ['bench/relay.ts', new URL(openAiUrl!).origin] : ['api/dist/main.js'];
  const node = [process.execPath, ...extra, path.join(root, entry[0]!), ...entry.slice(1)];
  const [program, ...args] = pinned ? [...sutPrefix, ...node] : node;
  const began = performance.now();
  const child = spawn(program!, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      LOCAL_MODELS: 'off',
      RATE_LIMITS: 'off',
      REGISTER_MAX: '100000',
      TITLE_CONVO: 'off',
      ...env,
      ...extraEnv,
      ...(openAiUrl === null ? {} : { OPENAI_BASE_URL: openAiUrl, OPENAI_API_KEY: 'sk-bench', OPENAI_MODELS: 'fake' }),
    },
  });
  const url = /https?:\/\/[\w.:[\]]+/.exec(await firstLine(child))![0];
  return {
    url,
    pid: child.pid!,
    began,
    readyAfter: performance.now() - began,
    dataDir,
    cpu: () => processCpu(child.pid!),
    rss: async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))![1]) * 1_024,
    stop: () => end(child, 'SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      // A profile is only written by a process that ends by itself.
      await end(child, extra.length > 0 ? 'SIGTERM' : 'SIGKILL');
      if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
