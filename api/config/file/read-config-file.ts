import { closeSync, fstatSync, openSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type EnvSource } from '../read-env.ts';
import { checkTree, type Entry, type FileSchema, type Finding } from './check-tree.ts';
import { mostBytes, parseYaml } from './parse-yaml.ts';

/** A configuration file and all there is to say about it. */
export interface ConfigFile {
  readonly file: string;
  /** Null when the file could not be understood at all. */
  readonly entry: Entry | null;
  readonly findings: readonly Finding[];
}

const names = ['parley.yaml', 'librechat.yaml'];

/**
 * The file the server would use: `CONFIG_PATH`, else `parley.yaml`, else `librechat.yaml` in `folder`, if there is one. Null: none; a folder of null
 * looks at `CONFIG_PATH` alone.
 */
export function findConfigFile(source: EnvSource, folder: string | null): string | null {
  const named = source['CONFIG_PATH']?.trim();
  if (named) {
    if (/^https?:/i.test(named)) throw new ConfigError('CONFIG_PATH is an address; it takes a file. Fetch it to a file first.');
    return path.resolve(folder ?? '.', named);
  }
  if (folder === null) return null;
  return names.map((name) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Opened before it is looked at, so that what is read is what was measured. */
function readText(file: string): { text: string } | { complaint: string } {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    return { complaint: `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})` };
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { complaint: 'is not a file' };
    if (stat.size > mostBytes) return { complaint: `has ${stat.size} bytes; a configuration has ${mostBytes} at most` };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(descriptor));
    return text.includes('\0') ? { complaint: 'holds a zero byte; it takes text' } : { text };
  } catch (cause) {
    if (cause instanceof TypeError) return { complaint: 'is not UTF-8 text' };
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

/** Checks a text as if it stood in `file`; against the schema of configuration files when no other is given. */
export function checkConfigText(file: string, text: string, environment: EnvSource, schema?: FileSchema): ConfigFile {
  const { tree, complaints } = parseYaml(text);
  const said = complaints.map((complaint): Finding => ({ ...complaint, level: 'error', path: '' }));
  if (tree === null) return { file, entry: null, findings: said };
  const { entry, findings } = checkTree(tree, environment, schema);
  return { file, entry, findings: [...said, ...findings].toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** Reads and checks a file. Never throws for what is wrong with it: that is in the findings. */
export function readConfigFile(file: string, environment: EnvSource, schema?: FileSchema): ConfigFile {
  const read = readText(file);
  if ('complaint' in read)
    return { file, entry: null, findings: [{ level: 'error', line: 1, column: 1, path: '', message: read.complaint }] };
  return checkConfigText(file, read.text, environment, schema);
}

/** `librechat.yaml:9:1: database: unknown key; …`, as editors and terminals make links of it. */
export const presentFinding = (looked: string, { file = looked, line, column, path: key, message }: Finding): string =>
  `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;
