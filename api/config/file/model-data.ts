import path from 'node:path';
import type { ModelEntry } from '@parley/contracts';
import { ConfigError, type EnvSource } from '../read-env.ts';
import type { Entry, Finding } from './check-tree.ts';
import { at, numberAt, plain, textAt } from './entry.ts';
import { presentFinding, readConfigFile } from './read-config-file.ts';
import { modelDataSchema } from './schema/model-data.ts';

/** Facts about models, and the file that they come from. */
export interface ModelData {
  /** Absolute; null: there is none. */
  readonly file: string | null;
  /** By `model` or `endpoint/model`. */
  readonly entries: Readonly<Record<string, ModelEntry>>;
}

export const noModelData: ModelData = { file: null, entries: {} };

/** Reads and checks such a file, YAML or JSON. Never throws for what is wrong with it: each finding names the file. */
export function readModelData(file: string, environment: EnvSource): { readonly data: ModelData; readonly findings: Finding[] } {
  const { entry, findings } = readConfigFile(file, environment, modelDataSchema);
  return {
    data: { file, entries: entry === null ? {} : (plain(entry) as ModelData['entries']) },
    findings: findings.map((finding) => ({ ...finding, file })),
  };
}

/** The file that a checked configuration file names, by a path from its own folder. Null: it names none. */
export function modelDataOf(configFile: string, root: Entry | null, environment: EnvSource): ReturnType<typeof readModelData> | null {
  const named = textAt(root ?? undefined, 'modelData');
  return named ? readModelData(path.resolve(path.dirname(configFile), named), environment) : null;
}

/** The file that the environment names. Throws `ConfigError` with every error of it. */
export function requireModelData(named: string | null, folder: string | null, environment: EnvSource): ModelData {
  if (named === null) return noModelData;
  const { data, findings } = readModelData(path.resolve(folder ?? '.', named), environment);
  const errors = findings.filter(({ level }) => level === 'error').map((finding) => presentFinding('', finding));
  if (errors.length > 0) throw new ConfigError(`the file of MODEL_DATA cannot be used.\n${errors.join('\n')}`, { sentences: errors });
  return data;
}

/** LibreChat's `tokenConfig` of an endpoint: dollars per million tokens, and what a model holds. */
export function tokenConfigOf(entry: Entry | undefined): { readonly tokenConfig?: Readonly<Record<string, ModelEntry>> } {
  const models = at(entry, 'tokenConfig');
  if (models?.kind !== 'map') return {};
  const factsOf = (of: Entry): ModelEntry => {
    const [input, output, context] = [numberAt(of, 'prompt'), numberAt(of, 'completion'), numberAt(of, 'context')];
    const [cachedInput, cacheWrite] = [numberAt(of, 'cacheRead'), numberAt(of, 'cacheWrite')];
    return {
      ...(context === undefined ? {} : { contextTokens: context }),
      ...(input === undefined || output === undefined
        ? {}
        : {
            prices: {
              input,
              output,
              ...(cachedInput === undefined ? {} : { cachedInput }),
              ...(cacheWrite === undefined ? {} : { cacheWrite }),
            },
          }),
    };
  };
  return { tokenConfig: Object.fromEntries([...models.entries].map(([name, of]) => [name, factsOf(of)])) };
}
