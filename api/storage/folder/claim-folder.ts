import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ForeignBlobStoreError } from '../ports/blobs.ts';
import { hasCode, orAbsent } from './has-code.ts';
import { syncFolder } from './sync-folder.ts';
import { walkKeys } from './walk-keys.ts';

/** The mark's name: no key has a dot. */
export const markName = '.parley-installation';

/** Gives the finished mark its name, where nobody did before. Shares without hard links take a copy. */
async function setMark(root: string, incoming: string, installationId: string): Promise<void> {
  const part = path.join(incoming, `${randomUUID()}.part`);
  const mark = path.join(root, markName);
  try {
    await writeFile(part, `${installationId}\n`, { mode: 0o600, flag: 'wx', flush: true });
    try {
      await link(part, mark);
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      await copyFile(part, mark, constants.COPYFILE_EXCL);
    }
    await syncFolder(root);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(part, { force: true });
  }
}

/** Sees to it that the folder's mark names this installation; throws `ForeignBlobStoreError` when it must not be used. */
export async function claimFolder(root: string, incoming: string, installationId: string, fresh: boolean): Promise<void> {
  const readMark = async (): Promise<string | null> => (await orAbsent(() => readFile(path.join(root, markName), 'utf8')))?.trim() ?? null;

  let owner = await readMark();
  if (owner === null && !fresh)
    throw new ForeignBlobStoreError(
      `The folder ${root} has no file ${markName}, but this installation has kept files before. Is the share mounted? FILES_DIR names the folder.`,
    );
  if (owner === null) {
    if ((await walkKeys(root, '', '').next()).done !== true)
      throw new ForeignBlobStoreError(
        `The folder ${root} holds files that this installation did not put there. Set FILES_DIR to an empty folder.`,
      );
    await setMark(root, incoming, installationId);
    owner = await readMark();
  }
  if (owner !== installationId)
    throw new ForeignBlobStoreError(
      `The folder ${root} belongs to another installation (${owner ?? 'unknown'}; this one is ${installationId}). Set FILES_DIR to a folder of its own.`,
    );
}
