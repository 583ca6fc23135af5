import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';

/** A real server as a process of its own, on a loopback port, which tests may kill, pause and start again. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds its connections and answers nobody. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port and data, after a kill. Resolves when it takes connections. */
  start(): Promise<void>;
  /** Ends it in its own way, or by force after a while. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  /** What to call it in errors. */
  readonly name: string;
  readonly command: string;
  args(port: number): readonly string[];
  /** Milliseconds until it must take connections. */
  readonly readyWithin?: number;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

const running = new Set<ChildProcess>();
/** Those that were told to end. */
const asked = new WeakSet<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server on a free port and waits until it takes connections; what it said is in the error when it does not. */
export async function startServerProcess({ name, command, args, readyWithin = 60_000 }: ServerCommand): Promise<ServerProcess> {
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(command, [...args(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    running.add(started);
    let said = '';
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
    let ended: string | null = null;
    let ready = false;
    started.once('error', (error) => (ended = String(error)));
    started.once('exit', (code, signal) => {
      running.delete(started);
      ended ??= `it ended with ${signal ?? code}`;
      // Whatever fails now fails because of this, and would not say so.
      if (ready && !asked.has(started)) process.stderr.write(`${name} on port ${port}: ${ended} by itself. ${said}\n`);
    });
    const deadline = performance.now() + readyWithin;
    while (!(await accepts(port))) {
      if (ended !== null) throw new Error(`${name} did not start: ${String(ended)}. ${said}`);
      if (performance.now() > deadline) throw new Error(`${name} did not take connections within ${readyWithin} ms. ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // Another that has the port now would take connections as well.
    if (ended !== null) throw new Error(`${name} did not start: ${String(ended)}. ${said}`);
    ready = true;
  }

  async function end(signal: NodeJS.Signals, forceAfter: number): Promise<void> {
    const ending = child;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    asked.add(ending);
    const exited = once(ending, 'exit');
    ending.kill('SIGCONT');
    ending.kill(signal);
    const force = setTimeout(() => ending.kill('SIGKILL'), forceAfter);
    await exited;
    clearTimeout(force);
  }

  await start();
  const stop = (): Promise<void> => end('SIGTERM', 5_000);
  return {
    port,
    get pid() {
      return child?.pid ?? 0;
    },
    kill: () => end('SIGKILL', 5_000),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
