import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';

/** Runs a program in the repository at the lowest priority; resolves with its code and what it said. Never rejects for a code. */
export function attempt(command, args, { input, env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('nice', ['-n', '19', command, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {}).end(input);
  });
}

/** The same; rejects with the end of what was said when the program fails. Resolves with its standard output. */
export async function capture(command, args, options) {
  const { code, stdout, stderr } = await attempt(command, args, options);
  if (code !== 0) throw new Error(`${path.basename(command)} ended with ${code}: ${(stderr || stdout).trim().slice(-2_000)}`);
  return stdout;
}

/** Whether a program is on the PATH. */
export const has = (name) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
