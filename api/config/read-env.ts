import { readFileSync } from 'node:fs';

/** What is wrong with the configuration, in words an operator can act on. The server refuses to start with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** What is wrong, one by one. */
  readonly sentences: readonly string[];

  constructor(
    message: string,
    { sentences = [message], cause }: { readonly sentences?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.sentences = sentences;
  }
}

export type EnvSource = Readonly<Record<string, string | undefined>>;

/** Reads one variable after the other, remembers their names, and refuses values that cannot be right. Empty means absent. */
export interface EnvReader {
  text(name: string, fallback: string): string;
  optional(name: string): string | null;
  /** A secret may also stand in a file named by `NAME_FILE`; naming both is refused. */
  secret(name: string): string | null;
  flag(name: string, fallback: boolean): boolean;
  integer(name: string, fallback: number, range: { readonly min: number; readonly max: number }): number;
  choice<const Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice;
  list(name: string): string[] | null;
  url(name: string): string | null;
  /** Names asked for so far. */
  readonly names: ReadonlySet<string>;
}

const yes = new Set(['true', '1', 'yes', 'on']);
const no = new Set(['false', '0', 'no', 'off']);

export function createEnvReader(source: EnvSource): EnvReader {
  const names = new Set<string>();

  const optional = (name: string): string | null => {
    names.add(name);
    const value = source[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };

  const secret = (name: string): string | null => {
    const value = optional(name);
    const file = optional(`${name}_FILE`);
    if (file === null) return value;
    if (value !== null) throw new ConfigError(`${name} and ${name}_FILE are both set; keep one.`);
    try {
      return readFileSync(file, 'utf8').trim() || null;
    } catch (cause) {
      throw new ConfigError(
        `${name}_FILE names ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      );
    }
  };

  const flag = (name: string, fallback: boolean): boolean => {
    const value = optional(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (yes.has(value)) return true;
    if (no.has(value)) return false;
    throw new ConfigError(`${name} is "${value}"; it takes true or false.`);
  };

  const integer = (name: string, fallback: number, { min, max }: { min: number; max: number }): number => {
    const value = optional(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new ConfigError(`${name} is "${value}"; it takes a whole number from ${min} to ${max}.`);
    }
    return number;
  };

  return {
    text: (name, fallback) => optional(name) ?? fallback,
    optional,
    secret,
    flag,
    integer,
    choice: (name, choices, fallback) => {
      const value = optional(name);
      if (value === null) return fallback;
      const found = choices.find((choice) => choice === value.toLowerCase());
      if (found === undefined) throw new ConfigError(`${name} is "${value}"; it takes one of ${choices.join(', ')}.`);
      return found;
    },
    list: (name) => {
      const items = optional(name)
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      return items === undefined || items.length === 0 ? null : [...new Set(items)];
    },
    url: (name) => {
      const value = optional(name);
      if (value === null) return null;
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
        throw new ConfigError(`${name} is "${value}"; it takes an address that begins with http:// or https://.`);
      }
      return value.replace(/\/+$/, '');
    },
    names,
  };
}
