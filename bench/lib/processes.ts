import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** The system under test has the last core to itself, everything else the others; without taskset they share. */
const canPin = os.availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const sutCore = String(os.availableParallelism() - 1);

const command = (pinned: boolean): [string, string[]] =>
  pinned && canPin ? ['taskset', ['-c', sutCore, process.execPath]] : [process.execPath, []];

/** Moves this process (load and fake provider are its children) off the core of the system under test. */
export function leaveCore(): void {
  if (!canPin) return;
  const rest = os.availableParallelism() === 2 ? '0' : `0-${os.availableParallelism() - 2}`;
  spawnSync('taskset', ['-a', '-p', '-c', rest, String(process.pid)]);
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a process ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout! }).once('line', resolve);
  });

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

export interface Fake extends AsyncDisposable {
  readonly openAiUrl: string;
  readonly url: string;
}

/** The scripted provider as a process of its own. */
export async function startFake(): Promise<Fake> {
  const child = spawn(process.execPath, ['--conditions=parley-source', path.join(root, 'packages/test-kit/src/fake-provider-main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = JSON.parse(await firstLine(child)) as { url: string; openAiUrl: string };
  return { ...told, [Symbol.asyncDispose]: () => end(child) };
}

export interface Sut extends AsyncDisposable {
  readonly url: string;
  /** Milliseconds from exec to the start line. */
  readonly readyAfter: number;
  readonly dataDir: string;
  /** CPU time used so far, milliseconds of user and system. */
  cpu(): Promise<number>;
  /** Resident memory in bytes. */
  rss(): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The built server, on the core of the system under test. */
export async function startSut(openAiUrl: string | null, keepData?: string): Promise<Sut> {
  const dataDir = keepData ?? (await mkdtemp(path.join(os.tmpdir(), 'parley-bench-')));
  const [program, args] = command(true);
  const began = performance.now();
  const child = spawn(program, [...args, path.join(root, 'api/dist/main.js')], {
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
      ...(openAiUrl === null ? {} : { OPENAI_BASE_URL: openAiUrl, OPENAI_API_KEY: 'sk-bench', OPENAI_MODELS: 'fake' }),
    },
  });
  const line = await firstLine(child);
  const readyAfter = performance.now() - began;
  const url = /https?:\/\/[\w.:[\]]+/.exec(line)![0];
  const stat = (): Promise<string> => readFile(`/proc/${child.pid}/stat`, 'utf8');
  return {
    url,
    readyAfter,
    dataDir,
    cpu: async () => {
      const fields = (await stat()).replace(/^.*\) /, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    rss: async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))![1]) * 1024,
    stop: (signal) => end(child, signal),
    [Symbol.asyncDispose]: async () => {
      await end(child, 'SIGKILL');
      if (keepData === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
