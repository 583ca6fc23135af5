import { processEnv } from '../env.ts';
import { createEnvReader, type EnvSource } from '../read-env.ts';
import { readEndpoints } from '../endpoints.ts';
import { loadConfigFile, type LoadedFile } from './load-config-file.ts';
import { findConfigFile } from './read-config-file.ts';

/** Where a command looks: what the process was started with, or what a test says. */
export interface Surroundings {
  readonly source: EnvSource;
  readonly folder: string | null;
}

export const ownSurroundings = (): Surroundings => ({ source: processEnv(), folder: process.cwd() });

/** Looks at any file by itself, with the environment for its variables. */
export const inspectConfigFile = (file: string, { source }: Surroundings): LoadedFile => loadConfigFile(file, source, []);

/** The file the server would use and all there is to say about it; null without one. Throws `ConfigError` when the environment names no file. */
export function inspectUsedFile({ source, folder }: Surroundings): LoadedFile | null {
  const file = findConfigFile(source, folder);
  return file === null ? null : loadConfigFile(file, source, readEndpoints(createEnvReader(source)));
}

/** The same surroundings without a file, to look at the environment alone. */
export const withoutFile = ({ source }: Surroundings): Surroundings => ({ source: { ...source, CONFIG_PATH: undefined }, folder: null });
