import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface RunningServer {
  readonly url: string;
  readonly dataDir: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** The one-time code of the start line; empty where none is needed. */
  readonly firstCode: string;
  /** Ends the process as the signal says and resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data and the same port. */
  restart(): Promise<void>;
  /** Stops it and removes the data. */
  dispose(): Promise<void>;
}

interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly host?: string;
}

/** Starts the built server as its own process on a free port and a data folder of its own. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-e2e-'));
  let child: ChildProcess | undefined;
  let url = '';
  let firstCode = '';

  const start = async (port: string): Promise<void> => {
    child = spawn(process.execPath, [path.join(root, 'api/dist/main.js')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        HOST: options.host ?? '127.0.0.1',
        PORT: port,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        LOCAL_MODELS: 'off',
        RATE_LIMITS: 'off',
        LOGIN_MAX: '100000',
        REGISTER_MAX: '100000',
        ...options.env,
      },
    });
    url = await new Promise<string>((resolve, reject) => {
      child?.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
      createInterface({ input: child!.stdout! }).on('line', (line) => {
        firstCode = /needs the code (\S+)/.exec(line)?.[1] ?? firstCode;
        const found = /https?:\/\/\S+/.exec(line)?.[0];
        if (found !== undefined) resolve(found.replace(/[\s,;.]+$/, ''));
      });
    });
  };

  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    const current = child;
    if (!current || current.exitCode !== null || current.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => current.once('exit', () => resolve()));
    current.kill(signal);
    await gone;
  };

  await start('0');
  return {
    get url() {
      return url;
    },
    dataDir,
    get pid() {
      return child!.pid!;
    },
    get firstCode() {
      return firstCode;
    },
    stop,
    restart: async () => {
      await stop();
      await start(new URL(url).port);
    },
    dispose: async () => {
      await stop('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
