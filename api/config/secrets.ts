import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { ConfigError } from './read-env.ts';

export interface Secrets {
  /** Signs access tokens: at least 32 bytes. */
  readonly jwt: Uint8Array;
  /** Encrypts people's own keys: exactly 32 bytes. */
  readonly credentials: Uint8Array;
}

/** Values that stand in published example files: as good as none. */
const published = new Set([
  '16f8c0ef4a5d391b26034086c628469d3f9f497f08163ab9b40137092f2909ef',
  'eaa5191f2914e30b9387fd84e254e4ba6fc51b4654968a9b0803b456a54b8418',
  'f34be427ebb29de8d88c107a71546019685ed8b241d8f2ed00c3df97ad2566f0',
]);

function checked(name: string, value: string): string {
  if (published.has(value)) throw new ConfigError(`${name} has the value of a published example file. Make your own: openssl rand -hex 32`);
  return value;
}

/** Reads a file of the data folder, or makes it with 32 random bytes, so that a crash in between leaves either nothing or all of it. */
function kept(dataDir: string, name: string): string {
  const file = path.join(dataDir, name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw new ConfigError(`${file} is a folder, and should be a file that holds a secret.`);
    if (code !== 'ENOENT') throw error;
  }
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, file);
  } catch (error) {
    // Another process was first: its value counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

/** A secret of at least 32 bytes, or exactly 64 hexadecimal digits; a damaged file is named, since nobody set a variable there. */
function secretFor(name: string, given: string | null, file: { readonly dataDir: string; readonly name: string }, hex: boolean): string {
  const value = checked(name, given ?? kept(file.dataDir, file.name));
  const where = given === null ? `The file ${file.name} in DATA_DIR` : name;
  if (hex && !/^[0-9a-f]{64}$/i.test(value))
    throw new ConfigError(`${where} takes 64 hexadecimal digits (32 bytes). Make them: openssl rand -hex 32`);
  if (value.length < 32) throw new ConfigError(`${where} is too short: it takes at least 32 characters. Make them: openssl rand -hex 32`);
  return value;
}

/**
 * Secrets from the environment, else kept in `DATA_DIR` (mode 0600) since the first start. Short or published ones are refused, and none
 * where others share the database: each would make its own.
 */
export function loadSecrets({ dataDir, secrets, stores }: Pick<Config, 'dataDir' | 'secrets' | 'stores'>): Secrets {
  if (stores.mongo !== null && (secrets.jwt === null || secrets.credentials === null))
    throw new ConfigError(
      'MONGO_URI is set, which needs JWT_SECRET and CREDS_KEY too, the same for every node. Make them: openssl rand -hex 32',
    );
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const jwt = secretFor('JWT_SECRET', secrets.jwt, { dataDir, name: 'jwt.secret' }, false);
  const credentials = secretFor('CREDS_KEY', secrets.credentials, { dataDir, name: 'credentials.secret' }, true);
  chmodSync(dataDir, 0o700);
  return { jwt: Buffer.from(jwt, 'utf8'), credentials: Buffer.from(credentials, 'hex') };
}
