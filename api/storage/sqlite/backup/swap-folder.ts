import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { lockName } from '../lock-folder.ts';
import { syncFolder } from './publish-file.ts';

/** A time that can stand in a file's name on every system. */
export const stampOf = (now: number): string =>
  new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');

/** The name itself, or one like it that nothing has. */
export function freeName(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(name)) return name;
  }
}

/**
 * Puts a finished folder in the place of another, which is renamed, never removed. Returns the old one's new name, or null when there
 * was none or nothing in it. When it throws, the old one is in its place.
 */
export function swapBeside(staged: string, target: string, now: number): string | null {
  const aside = freeName(`${target}.before-restore-${stampOf(now)}`);
  const isThere = existsSync(target);
  const isEmpty = isThere && readdirSync(target).length === 0;
  if (isEmpty) rmdirSync(target);
  else if (isThere) renameSync(target, aside);
  try {
    renameSync(staged, target);
  } catch (error) {
    if (isEmpty) mkdirSync(target, { mode: 0o700 });
    else if (isThere) renameSync(aside, target);
    throw error;
  }
  syncFolder(path.dirname(target));
  return isThere && !isEmpty ? aside : null;
}

/**
 * The same for a folder that must keep its place because something is mounted there: with `replace`, what is in it moves into a folder
 * inside (but for the lock, which is held); then what is in `staged`, a folder inside too, moves up. Not one step: the record comes last, so that a server that starts
 * in between finds none, or finds all.
 */
export function swapInside(staged: string, target: string, now: number, replace: boolean): string | null {
  const old = replace ? readdirSync(target).filter((name) => path.join(target, name) !== staged && !name.startsWith(lockName)) : [];
  const aside = old.length === 0 ? null : freeName(path.join(target, `before-restore-${stampOf(now)}`));
  if (aside !== null) {
    mkdirSync(aside, { mode: 0o700 });
    for (const name of old) renameSync(path.join(target, name), path.join(aside, name));
    syncFolder(aside);
  }
  const isRecord = (name: string): number => Number(name === 'parley.db');
  for (const name of readdirSync(staged).sort((a, b) => isRecord(a) - isRecord(b)))
    renameSync(path.join(staged, name), path.join(target, name));
  rmdirSync(staged);
  syncFolder(target);
  return aside;
}
