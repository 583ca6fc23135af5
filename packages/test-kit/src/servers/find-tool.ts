import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where stand-ins for servers are kept: outside the repository, because they are no part of it. */
export const toolsDir = process.env['PARLEY_TOOLS_DIR'] ?? path.join(homedir(), '.cache/parley-tools');

/** The program of this name on the PATH, else at this place under the tools' folder; null when there is neither. */
export function findTool(name: string, under: string): string | null {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return [...onPath, path.join(toolsDir, under)].find(isProgram) ?? null;
}

/**
 * Says in one line that a server is missing, so that its suites are skipped in plain sight; where everything must run
 * (`CI=true`) it throws instead.
 */
export function missing(what: string, howToHaveIt: string): null {
  const sentence = `${what} is not here: ${howToHaveIt}`;
  if (process.env['CI'] === 'true') throw new Error(sentence);
  process.stdout.write(`skipped: ${sentence}\n`);
  return null;
}
