import type { RedisConfig } from '../../../config/stores.ts';

/** A configuration for one server, with a prefix that no other test uses. */
export function redisConfig(uri: string, more: Partial<RedisConfig> = {}): RedisConfig {
  const prefix = `test-${crypto.randomUUID()}:`;
  return { kind: 'single', urls: [uri], master: null, username: null, password: null, ca: null, prefix, ...more };
}
