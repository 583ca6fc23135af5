import path from 'node:path';
import type { Config } from '../config/config.ts';
import { callControl } from '../control/call-control.ts';
import { restore } from '../data-folder.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { showCount } from './show.ts';

export interface RestoreFlags {
  readonly to?: string;
  readonly replace?: boolean;
}

/** Brings a backup back and says what came back. Throws a sentence, with nothing changed. */
export async function restoreFile(config: Config, file: string, { to, replace = false }: RestoreFlags): Promise<void> {
  const target = to === undefined ? null : path.resolve(to);
  const folder = target ?? config.dataDir;
  if ((await callControl(folder, { command: 'status' })) !== null)
    throw new OperatorError(`A server runs on ${folder}. Stop it first, or name another folder with --to.`);
  const { manifest, aside } = restore(config, path.resolve(file), target, replace);
  const { accounts, conversations, messages, running } = manifest.counts;
  const names = new Set(manifest.members.map(({ name }) => name));
  const lines = [
    `${folder} is as it was at ${manifest.takenAt}, written by version ${manifest.version}:`,
    `${showCount(conversations, 'conversation')} with ${showCount(messages, 'message')} of ${showCount(accounts, 'account')}; ${showCount(names.size, 'file')}, all checked.`,
  ];
  if (running > 0) lines.push(`Being written then, and marked as interrupted at the next start: ${showCount(running, 'answer')}.`);
  if (aside !== null) lines.push(`What was there is kept in ${aside}.`);
  if (!names.has('credentials.secret')) lines.push('No secrets are in it: start with the JWT_SECRET and CREDS_KEY of that time.');
  const files = config.stores.files;
  const own = path.join(folder, 'files');
  if ([...names].some((name) => name.startsWith('files/')) && (files.kind !== 'folder' || files.folder !== own))
    lines.push(`Files are in ${own}: FILES_STORE and FILES_DIR name another place now.`);
  console.log(lines.join('\n'));
}
