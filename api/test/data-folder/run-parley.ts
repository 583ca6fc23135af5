import { spawn } from 'node:child_process';
import { startChild, type Child } from '../crash/child-process.ts';
import { program } from '../program.ts';

const environment = (dataDir: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  HOST: '127.0.0.1',
  PORT: '0',
  DATA_DIR: dataDir,
  RATE_LIMITS: 'false',
  LOCAL_MODELS: 'false',
  DRAIN_SECONDS: '0',
  ...more,
});

export interface Server extends Child {
  readonly url: string;
}

/** A server as an operator starts it. */
export async function startServer(dataDir: string, more?: NodeJS.ProcessEnv): Promise<Server> {
  const child = await startChild(program('server'), /(http:\/\/127\.0\.0\.1:\d+)/, environment(dataDir, more));
  return { ...child, url: child.match[1]! };
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Longer than a start takes on a busy machine. */
const patience = 60_000;

/** Runs a script of the server's to its end; one that does not end is killed, and has no code. */
function runScript(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out: out.trim(), err: err.trim() }));
  });
}

/** The command line, as `parley …`. */
export const runCli = (dataDir: string, args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Ended> =>
  runScript(program('cli'), args, environment(dataDir, more));

/** A start that is expected to fail. */
export const runServer = (dataDir: string, more?: NodeJS.ProcessEnv): Promise<Ended> =>
  runScript(program('server'), [], environment(dataDir, more));
