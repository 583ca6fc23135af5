import { spawn } from 'node:child_process';
import path from 'node:path';
import { findNode } from './node.mjs';
import { root } from './root.mjs';

/** Runs a command in the repository, its output passed through; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      ...options,
      env: { ...process.env, PATH: `${path.dirname(findNode())}${path.delimiter}${process.env.PATH}`, ...options.env },
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

/** Runs a script with Parley's Node, replacing this process as far as the caller can tell: signals pass, the exit code returns. */
export function become(args, env = {}) {
  const child = spawn(findNode(), args, { cwd: process.cwd(), stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** A tool of the workspace, run with Parley's Node. */
export const tool = (name, args, options) => run(findNode(), [path.join(root, 'node_modules', name), ...args], options);
