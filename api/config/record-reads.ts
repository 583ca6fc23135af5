import type { EnvReader } from './read-env.ts';

/** A variable that was asked for, and what came of it. */
export interface Reading {
  readonly name: string;
  /** As text; null: nothing. A secret is never here: `set` when there is one. */
  readonly value: string | null;
  readonly origin: 'default' | 'environment';
}

/** Without the password that an address may carry. */
const withoutPassword = (value: string): string => value.replace(/\/\/[^/@\s]*@/g, '//********@');

const shown = (value: string | number | boolean | readonly string[] | null): string | null =>
  value === null ? null : withoutPassword(typeof value === 'object' ? value.join(', ') : String(value));

/** A reader that remembers what it was asked for, secrets masked. */
export function recordReads(env: EnvReader): { readonly env: EnvReader; readonly readings: ReadonlyMap<string, Reading> } {
  const readings = new Map<string, Reading>();
  const remember = <Value extends Parameters<typeof shown>[0]>(
    name: string,
    value: Value,
    present: string | null = shown(value),
  ): Value => {
    readings.set(name, { name, value: present, origin: env.optional(name) === null ? 'default' : 'environment' });
    return value;
  };
  const recording: EnvReader = {
    text: (name, fallback) => remember(name, env.text(name, fallback)),
    optional: (name) => remember(name, env.optional(name)),
    secret: (name) => {
      const value = env.secret(name);
      const inFile = env.optional(name) === null && value !== null;
      readings.set(name, {
        name: inFile ? `${name}_FILE` : name,
        value: value === null || value === 'user_provided' ? value : '********',
        origin: value === null ? 'default' : 'environment',
      });
      return value;
    },
    flag: (name, fallback) => remember(name, env.flag(name, fallback)),
    integer: (name, fallback, range) => remember(name, env.integer(name, fallback, range)),
    choice: (name, choices, fallback) => remember(name, env.choice(name, choices, fallback)),
    list: (name) => remember(name, env.list(name)),
    url: (name) => remember(name, env.url(name)),
    names: env.names,
  };
  return { env: recording, readings };
}
