import { ConfigError, type EnvReader } from './read-env.ts';

/** Two names for one address: either, or both with the same value. */
export function oneUrl(env: EnvReader, name: string, alias: string): string | null {
  const [url, other] = [env.url(name), env.url(alias)];
  if (url !== null && other !== null && url !== other) throw new ConfigError(`${name} and ${alias} name different addresses; keep one.`);
  return url ?? other;
}
