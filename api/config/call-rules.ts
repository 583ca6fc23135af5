import { limits } from '@parley/contracts';
import type { CallRules } from '../providers/port.ts';
import type { EnvReader } from './read-env.ts';

/** How every endpoint is called that says nothing else in the configuration file. */
export function readCallRules(env: EnvReader): CallRules {
  const seconds = (name: string, fallback: number): number => env.integer(name, fallback / 1_000, { min: 1, max: 3_600 }) * 1_000;
  return {
    retries: env.integer('PROVIDER_RETRIES', 2, { min: 0, max: 5 }),
    connectMs: seconds('PROVIDER_CONNECT_SECONDS', limits.providerConnect),
    firstTokenMs: seconds('PROVIDER_FIRST_TOKEN_SECONDS', limits.providerFirstByte),
    silenceMs: seconds('PROVIDER_SILENCE_SECONDS', limits.providerSilence),
    concurrent: env.integer('PROVIDER_CONCURRENCY', 0, { min: 0, max: 100_000 }),
    waiting: env.integer('PROVIDER_QUEUE', 100, { min: 0, max: 100_000 }),
    streamRateMs: 0,
  };
}
