import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of this test's own. */
export interface Child {
  readonly pid: number;
  /** What its start line matched. */
  readonly match: RegExpExecArray;
  /** Milliseconds from its start to that line. */
  readonly readyMs: number;
  /** The last lines it wrote, for the message of a failure. */
  output(): string;
  /** Sends the signal and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const patience = 60_000;

/** Starts a script of ours, with options for Node if any, and waits until a line of its output matches. */
export async function startChild(
  script: string,
  ready: RegExp,
  env: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): Promise<Child> {
  const began = performance.now();
  const child = spawn(process.execPath, [...options, script], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const lines: string[] = [];
  const exited = once(child, 'exit');
  const match = await firstMatch(child, ready, lines).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    pid: child.pid!,
    match,
    readyMs: performance.now() - began,
    output: () => lines.join('\n'),
    async end(signal) {
      child.kill(signal);
      await exited;
    },
  };
}

function firstMatch(child: ChildProcess, ready: RegExp, lines: string[]): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${why}\n${lines.join('\n')}`));
    const timer = setTimeout(() => fail('The process did not get ready.'), patience);
    child.once('exit', (code) => fail(`The process ended with ${code} before it was ready.`));
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > 50) lines.shift();
        const match = ready.exec(line);
        if (match === null) return;
        clearTimeout(timer);
        resolve(match);
      });
    }
  });
}
