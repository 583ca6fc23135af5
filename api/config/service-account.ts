import { readFileSync } from 'node:fs';
import type { ServiceAccount } from '../providers/port.ts';
import { ConfigError, type EnvReader } from './read-env.ts';

export interface ReadAccount {
  readonly project: string;
  readonly account: ServiceAccount;
}

const needed = ['project_id', 'client_email', 'private_key'] as const;

/** The key file of a service account, in JSON or in base64. `where` names it in what is said when it is none; what it holds is never said. */
export function parseServiceAccount(text: string, where: string): ReadAccount {
  const json = text.trim().startsWith('{') ? text : Buffer.from(text.trim(), 'base64').toString('utf8');
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch {
    throw new ConfigError(`${where} is not the key of a service account: it takes the JSON file that Google Cloud gives out.`);
  }
  const held = (typeof file === 'object' && file !== null ? file : {}) as Readonly<Record<string, unknown>>;
  const textAt = (name: string): string => (typeof held[name] === 'string' ? held[name].trim() : '');
  const missing = needed.filter((name) => textAt(name) === '');
  if (missing.length > 0) throw new ConfigError(`${where} is not the key of a service account: ${missing.join(', ')} is missing.`);
  const tokenUrl = textAt('token_uri') || 'https://oauth2.googleapis.com/token';
  if (!URL.canParse(tokenUrl) || !/^https?:$/.test(new URL(tokenUrl).protocol))
    throw new ConfigError(`${where}: its token_uri is no address.`);
  const keyId = textAt('private_key_id');
  return {
    project: textAt('project_id'),
    account: { email: textAt('client_email'), privateKey: textAt('private_key'), ...(keyId === '' ? {} : { keyId }), tokenUrl },
  };
}

/** Reads the key file at a path. */
export function readAccountFile(file: string, where: string): ReadAccount {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ConfigError(`${where} names ${file}, which cannot be read (${why}).`);
  }
  return parseServiceAccount(text, where);
}

/**
 * The service account that `NAME_FILE` gives: the path of its key file, or, as LibreChat has it, what the file holds, plain or in base64. `NAME` gives
 * the content too. Null when neither is set.
 */
export function readServiceAccount(env: EnvReader, name: string): ReadAccount | null {
  const [content, file] = [env.optional(name), env.optional(`${name}_FILE`)];
  if (content !== null && file !== null) throw new ConfigError(`${name} and ${name}_FILE are both set; keep one.`);
  if (content !== null) return parseServiceAccount(content, name);
  if (file === null) return null;
  const isContent = file.startsWith('{') || file.startsWith('eyJ') || file.startsWith('ewo');
  return isContent ? parseServiceAccount(file, `${name}_FILE`) : readAccountFile(file, `${name}_FILE`);
}

/** Vertex in a region, or `global`. */
export const vertexUrl = (location: string): string => `https://${location === 'global' ? '' : `${location}-`}aiplatform.googleapis.com`;
