import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

const mebi = 1_048_576;
/** Free space, in bytes, below which answers are about to be lost, and below which somebody should know. */
const tooLittle = 100 * mebi;
const little = 1_024 * mebi;

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const shown = (bytes: number): string =>
  bytes < 10_240 * mebi ? `${Math.floor(bytes / mebi)} MB` : `${Math.floor(bytes / mebi / 1_024)} GB`;

async function writable(folder: string): Promise<Finding> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return { level: 'ok', said: `${folder} can be written.` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const advice = code === 'EROFS' ? 'Mount it for writing.' : 'Give it to the user that Parley runs as (chown).';
    return { level: 'fail', said: `${folder} cannot be written (${code}).`, advice };
  }
}

async function privacy(folder: string): Promise<Finding[]> {
  const { mode } = await stat(folder);
  if (process.platform === 'win32' || (mode & 0o007) === 0) return [];
  const octal = (mode & 0o777).toString(8);
  return [{ level: 'warn', said: `Every user of this machine can enter the data folder (mode ${octal}).`, advice: `chmod 700 ${folder}` }];
}

async function secretFiles(folder: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const name of ['jwt.secret', 'credentials.secret', 'parley.db']) {
    const file = path.join(folder, name);
    try {
      if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
        found.push({ level: 'fail', said: `Other users can read ${name}.`, advice: `chmod 600 ${file}` });
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  return found;
}

/** Free space where a folder is, as a finding. */
export function judgeSpace(free: number): Finding {
  const said = `${shown(free)} are free where data is kept.`;
  if (free < tooLittle) return { level: 'fail', said, advice: 'Make room now: what cannot be written is refused.' };
  return free < little ? { level: 'warn', said, advice: 'Make room, or move DATA_DIR to a larger disk.' } : { level: 'ok', said };
}

async function look(folder: string): Promise<Finding[]> {
  try {
    await stat(folder);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return [{ level: 'warn', said: `${folder} is not there yet; the first start makes it.` }];
  }
  const { bavail, bsize } = await statfs(folder);
  return [await writable(folder), ...(await privacy(folder)), ...(await secretFiles(folder)), judgeSpace(bavail * bsize)];
}

/** Whether the data folder can be written by this user, is closed to others, and has room. */
export const checkDataFolder = (folder: string): DoctorCheck => ({ name: 'data folder', run: () => look(folder) });
