import type { Entry } from './check-tree.ts';

/** One value of a file as `config show` prints it. */
export interface FileValue {
  readonly path: string;
  /** In one line, secrets masked. */
  readonly value: string;
  readonly line: number;
  readonly acts: boolean;
}

const mask = '********';
const longest = 80;
/** Names under which others keep secrets, for values whose keys are not Parley's. */
const secretName = /api_?key|secret|passw|authorization|credential|private_?key|(^|[_.-])(access_?|auth_?|bearer_?)?token$/i;

function shown(entry: Entry & { kind: 'scalar' }): string {
  const { value, spec, path } = entry;
  if (typeof value !== 'string') return String(value);
  if (value === 'user_provided') return value;
  if ((spec.kind === 'text' && spec.secret) || secretName.test(path.replaceAll('"', ''))) return mask;
  const line = value.replace(/\/\/[^/@\s]*@/g, `//${mask}@`).replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Every value of a checked file, in its order. */
export function listValues(entry: Entry): FileValue[] {
  if (entry.kind === 'list') return entry.items.flatMap(listValues);
  if (entry.kind === 'map') return [...entry.entries.values()].flatMap(listValues);
  return [{ path: entry.path, value: shown(entry), line: entry.line, acts: entry.state === 'acts' }];
}
