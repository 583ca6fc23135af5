import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';
import { markName } from './claim-folder.ts';
import { orAbsent } from './has-code.ts';

interface FolderCheck {
  readonly folder: string;
  /** What the mark has to say; null while no start has made it. Rejects when the record cannot be read. */
  readonly installation: () => Promise<{ readonly id: string; readonly filesClaimed: boolean } | null>;
}

async function look({ folder, installation }: FolderCheck): Promise<Finding[]> {
  const claimed = await installation();
  if ((await orAbsent(() => stat(folder))) === null) {
    if (claimed?.filesClaimed !== true) return [{ level: 'ok', said: `${folder} is not there yet; the first start makes it.` }];
    return [
      { level: 'fail', said: `${folder} is not there, but files were kept before.`, advice: 'Mount the share that FILES_DIR names.' },
    ];
  }
  const mark = (await orAbsent(() => readFile(path.join(folder, markName), 'utf8')))?.trim() ?? null;
  if (mark === null) {
    if (claimed?.filesClaimed !== true) return [{ level: 'ok', said: `${folder} keeps no files yet.` }];
    const advice = `Mount the share that FILES_DIR names. If the files are lost for good, write ${claimed.id} into ${path.join(folder, markName)}.`;
    return [{ level: 'fail', said: `${folder} has no file ${markName}, but files were kept before.`, advice }];
  }
  if (claimed !== null && mark !== claimed.id)
    return [{ level: 'fail', said: `${folder} belongs to another installation.`, advice: 'Set FILES_DIR to a folder of its own.' }];
  return [{ level: 'ok', said: `${folder} belongs to this installation.` }];
}

/** Whether the folder for files is there and this installation's. Nothing is written. */
export const checkFolder = (check: FolderCheck): DoctorCheck => ({ name: 'files', run: () => look(check) });
