import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sutPrefix } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A helper process that is asked in lines and answers in lines. */
export interface LineProcess extends AsyncDisposable {
  /** The first line it printed. */
  readonly first: string;
  /** Says a line and answers the next one; rejects when the process ends instead. */
  say(line: string): Promise<string>;
}

/** Starts a TypeScript file from its sources. `alone`: on the core that what is measured has to itself. */
export async function startLineProcess(
  file: string,
  args: readonly string[],
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<LineProcess> {
  const [program, ...rest] = [...(alone ? sutPrefix : []), process.execPath, path.join(root, file), ...args];
  const child = spawn(program!, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${file} ended before it answered`);
    return value;
  };
  return {
    first: await next(),
    say(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}
