import type { ModelSpecs } from '@parley/contracts';
import type { EndpointConfig } from '../../providers/port.ts';
import { ConfigError, type EnvSource } from '../read-env.ts';
import type { Finding } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { mergeFileEndpoints } from './file-endpoints.ts';
import { modelDataOf, type ModelData } from './model-data.ts';
import { readModelSpecs } from './model-specs.ts';
import { readFileSettings, type FileSettings } from './file-settings.ts';
import { findConfigFile, presentFinding, readConfigFile, type ConfigFile } from './read-config-file.ts';

/** A file together with what it makes of the endpoints of the environment. */
export interface LoadedFile extends ConfigFile {
  readonly endpoints: readonly EndpointConfig[];
  readonly modelSpecs: ModelSpecs | null;
  readonly settings: FileSettings;
  /** What the file that it names says of models; null: it names none. */
  readonly modelData: ModelData | null;
}

/** Reads, checks and applies a file. Never throws for what is wrong with it. */
export function loadConfigFile(file: string, source: EnvSource, fromEnvironment: readonly EndpointConfig[]): LoadedFile {
  const read = readConfigFile(file, source);
  const more: Finding[] = [];
  const say: Say = (level, { path, valueAt }, message) => void more.push({ level, ...valueAt, path, message });
  const endpoints = mergeFileEndpoints(fromEnvironment, read.entry, say);
  const modelSpecs = readModelSpecs(read.entry, endpoints, say);
  const settings = readFileSettings(read.entry, endpoints, say);
  const named = modelDataOf(file, read.entry, source);
  return {
    ...read,
    endpoints,
    modelSpecs,
    settings,
    modelData: named?.data ?? null,
    findings: [...[...read.findings, ...more].toSorted((a, b) => a.line - b.line || a.column - b.column), ...(named?.findings ?? [])],
  };
}

/** The sentences of one level, each with its place. */
export const sentences = ({ file, findings }: ConfigFile, level: Finding['level']): string[] =>
  findings.filter((finding) => finding.level === level).map((finding) => presentFinding(file, finding));

/** The file that the server uses, or null without one. Throws `ConfigError` with every error of it. */
export function requireConfigFile(source: EnvSource, folder: string | null, fromEnvironment: readonly EndpointConfig[]): LoadedFile | null {
  const file = findConfigFile(source, folder);
  if (file === null) return null;
  const loaded = loadConfigFile(file, source, fromEnvironment);
  const errors = sentences(loaded, 'error');
  if (errors.length > 0) throw new ConfigError(`the configuration file cannot be used.\n${errors.join('\n')}`, { sentences: errors });
  return loaded;
}
