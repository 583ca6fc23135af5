import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/config.ts';
import { callControl } from '../control/call-control.ts';
import type { MadeBackup } from '../control/control-command.ts';
import { backUpStopped } from '../data-folder.ts';
import { showCount, showSize } from './show.ts';

const defaultName = (now: number): string => `parley-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar`;

/** A name that was left out, or that is a folder, gets the time's. */
function placeFor(file: string | undefined, now: number): string {
  const place = path.resolve(file ?? '.');
  return existsSync(place) && statSync(place).isDirectory() ? path.join(place, defaultName(now)) : place;
}

function report({ file, bytes, counts, members, hasSecrets }: MadeBackup): string {
  const { accounts, conversations, messages, running } = counts;
  const held = `${showCount(conversations, 'conversation')} with ${showCount(messages, 'message')} of ${showCount(accounts, 'account')}`;
  const lines = [`${file}: ${held}; ${showCount(members, 'file')}, ${showSize(bytes)}, read back and opened for a trial.`];
  if (running > 0) lines.push(`Being written meanwhile, and marked as interrupted where it is restored: ${showCount(running, 'answer')}.`);
  if (!hasSecrets) lines.push('The secrets come from the environment and are not in it: keep JWT_SECRET and CREDS_KEY beside it.');
  return lines.join('\n');
}

/** Makes a backup and says what is in it: through the server where one runs, else by itself. Throws a sentence. */
export async function backup(config: Config, version: string, file: string | undefined): Promise<void> {
  const to = placeFor(file, Date.now());
  const made = (await callControl(config.dataDir, { command: 'backup', to })) ?? (await backUpStopped(config, { to, version }));
  console.log(report(made));
}
