import type { FileConfigValues } from '../../policies/file-policy.ts';
import { ConfigError } from '../read-env.ts';
import type { Entry } from './check-tree.ts';
import { at, plain } from './entry.ts';

function checkPattern(name: string, pattern: string): void {
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw new ConfigError(`fileConfig.endpoints.${name}.supportedMimeTypes has "${pattern}", which is no regular expression.`, { cause });
  }
}

/** What a checked file says under `fileConfig`; keys that have no effect yet are passed over by who reads the values. Throws `ConfigError`. */
export function readFileRules(root: Entry | null): FileConfigValues {
  const entry = at(root ?? undefined, 'fileConfig');
  if (entry?.kind !== 'map') return {};
  const values = plain(entry) as FileConfigValues;
  for (const [name, { supportedMimeTypes = [] }] of Object.entries(values.endpoints ?? {}))
    for (const pattern of supportedMimeTypes) checkPattern(name, pattern);
  return values;
}
