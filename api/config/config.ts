import path from 'node:path';
import type { ModelSpecs } from '@parley/contracts';
import type { CallRules, EndpointConfig } from '../providers/port.ts';
import { readCallRules } from './call-rules.ts';
import { editDistance } from './edit-distance.ts';
import { readEndpoints } from './endpoints.ts';
import { processEnv } from './env.ts';
import { defaultSettings, type FileSettings } from './file/file-settings.ts';
import { requireConfigFile, sentences, type LoadedFile } from './file/load-config-file.ts';
import { requireModelData, type ModelData } from './file/model-data.ts';
import type { FileConfigValues } from '../policies/file-policy.ts';
import { readFileRules } from './file/file-rules.ts';
import { ConfigError, createEnvReader, type EnvReader, type EnvSource } from './read-env.ts';
import { recordReads, type Reading } from './record-reads.ts';
import { readSpending, type SpendingConfig } from './spending.ts';
import { readStores, type StoresConfig } from './stores.ts';
import { readTelemetry, type TelemetryConfig } from './telemetry.ts';

/** A budget of calls: so many points in so many seconds. */
export interface Budget {
  readonly points: number;
  readonly perSeconds: number;
}

/** Everything an operator decides, read once. */
export interface Config {
  readonly mode: 'production' | 'development' | 'test';
  readonly appTitle: string;
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The public address when it is configured, without a trailing slash. */
  readonly domain: string | null;
  /** Cookies are `Secure`, and named `__Host-`, when people reach Parley by https. */
  readonly secureCookies: boolean;
  /** Plain http beyond this machine was allowed. */
  readonly insecure: boolean;
  readonly trustedProxies: number;
  readonly loopback: boolean;
  /** Nobody but this machine is meant to come: no public address behind a proxy, no plain http beyond loopback. */
  readonly localOnly: boolean;
  readonly registration: { readonly open: boolean };
  /** Whether people may make keys for programs, and programs call `/v1` with them. */
  readonly apiKeys: boolean;
  readonly drainMs: number;
  readonly modelTitles: boolean;
  /** The configuration file that was read, absolute; null: none. */
  readonly file: string | null;
  readonly endpoints: readonly EndpointConfig[];
  /** How endpoints are called that say nothing else in the file. */
  readonly calls: CallRules;
  readonly modelSpecs: ModelSpecs | null;
  /** What the operator's file of facts says of models. */
  readonly modelData: ModelData;
  /** What the file decides beside these. */
  readonly settings: FileSettings;
  readonly localModels: { readonly enabled: boolean; readonly ollama: string; readonly lmStudio: string; readonly llamaCpp: string };
  /** What the configuration file says of files. */
  readonly fileConfig: FileConfigValues;
  readonly spending: SpendingConfig;
  readonly stores: StoresConfig;
  readonly telemetry: TelemetryConfig;
  readonly secrets: { readonly jwt: string | null; readonly credentials: string | null };
  readonly limits: { readonly signIn: Budget; readonly register: Budget; readonly rates: boolean };
  /** Worth saying at start: misspelt names, settings that have no effect. */
  readonly warnings: readonly string[];
}

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

function readMode(env: EnvReader): Config['mode'] {
  return env.choice('NODE_ENV', ['production', 'development', 'test'], 'production');
}

type Reach = Pick<Config, 'domain' | 'secureCookies' | 'insecure' | 'loopback' | 'localOnly'>;

function checkReach(env: EnvReader, host: string): Reach {
  const loopback = loopbackHosts.has(host);
  const domain = env.url('DOMAIN_SERVER');
  const secureCookies = domain?.startsWith('https://') ?? false;
  const allowed = env.flag('ALLOW_INSECURE_HTTP', false);
  const domainIsLocal = domain !== null && loopbackHosts.has(new URL(domain).hostname.replace(/^\[|\]$/g, ''));
  if (!secureCookies && !allowed && (!loopback || (domain !== null && !domainIsLocal))) {
    const opener = loopback ? `DOMAIN_SERVER=${domain} is plain http` : `HOST=${host} lets other machines in`;
    throw new ConfigError(
      `${opener}, but passwords would travel in plain text. Put a proxy with https in front and set ` +
        'DOMAIN_SERVER=https://your.name, or, on a home network you trust, set ALLOW_INSECURE_HTTP=true.',
    );
  }
  return {
    domain,
    secureCookies,
    loopback,
    insecure: allowed && !secureCookies && !(loopback && domainIsLocal),
    localOnly: loopback && (domain === null || domainIsLocal) && !allowed,
  };
}

/** A name that begins like ours can be nobody else's: a misspelt one is refused. Others, which may belong to something else, are warned about. */
function misspellings(source: EnvSource, known: ReadonlySet<string>): string[] {
  return Object.keys(source)
    .filter((name) => name.length >= 8 && !known.has(name))
    .flatMap((name) => {
      const near = [...known].find((candidate) => candidate.length >= 8 && editDistance(name, candidate, 2) <= 2);
      if (near === undefined || !source[name]?.trim()) return [];
      const sentence = `${name} is set but unknown; did you mean ${near}?`;
      if (name.startsWith('PARLEY_')) throw new ConfigError(sentence);
      return [sentence];
    });
}

/**
 * Reads the environment and the configuration file: `CONFIG_PATH`, else the one in `folder`, which is the working folder for the process's own
 * environment and none for another. Throws `ConfigError` with a sentence that names the variable, or the place in the file, and what it takes.
 */
export function readConfig(given?: EnvSource, folder: string | null = given === undefined ? process.cwd() : null): Config {
  return understandConfig(given ?? processEnv(), folder).config;
}

/** The configuration together with where each of its values comes from. Throws as `readConfig` does. */
export function understandConfig(
  source: EnvSource,
  folder: string | null,
): { readonly config: Config; readonly readings: readonly Reading[]; readonly file: LoadedFile | null } {
  const { env, readings } = recordReads(createEnvReader(source));
  const host = env.text('HOST', '127.0.0.1');
  const dataDir = path.resolve(env.text('DATA_DIR', './data'));
  env.optional('CONFIG_PATH');
  const modelDataPath = env.optional('MODEL_DATA');
  const file = requireConfigFile(source, folder, readEndpoints(env));
  const minutes = (name: string, fallback: number): number => env.integer(name, fallback, { min: 1, max: 1_440 }) * 60;
  const config = {
    mode: readMode(env),
    appTitle: env.text('APP_TITLE', 'Parley'),
    host,
    port: env.integer('PORT', 3080, { min: 0, max: 65_535 }),
    dataDir,
    logLevel: env.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    ...checkReach(env, host),
    trustedProxies: env.integer('TRUST_PROXY', 0, { min: 0, max: 16 }),
    registration: { open: env.flag('ALLOW_REGISTRATION', true) },
    apiKeys: env.flag('API_KEYS', true),
    drainMs: env.integer('DRAIN_SECONDS', 30, { min: 0, max: 3_600 }) * 1_000,
    modelTitles: env.flag('TITLE_CONVO', true),
    file: file?.file ?? null,
    endpoints: file?.endpoints ?? readEndpoints(env),
    calls: readCallRules(env),
    modelSpecs: file?.modelSpecs ?? null,
    modelData: file?.modelData ?? requireModelData(modelDataPath, folder, source),
    settings: file?.settings ?? defaultSettings,
    localModels: {
      enabled: env.flag('LOCAL_MODELS', true),
      ollama: env.url('OLLAMA_BASE_URL') ?? 'http://127.0.0.1:11434',
      lmStudio: env.url('LM_STUDIO_BASE_URL') ?? 'http://127.0.0.1:1234',
      llamaCpp: env.url('LLAMA_CPP_BASE_URL') ?? 'http://127.0.0.1:8080',
    },
    spending: readSpending(env, file?.entry ?? null),
    fileConfig: file === null ? {} : readFileRules(file.entry),
    stores: readStores(env, dataDir),
    telemetry: readTelemetry(env),
    secrets: { jwt: env.secret('JWT_SECRET'), credentials: env.secret('CREDS_KEY') },
    limits: {
      signIn: { points: env.integer('LOGIN_MAX', 7, { min: 1, max: 1_000_000 }), perSeconds: minutes('LOGIN_WINDOW', 5) },
      register: { points: env.integer('REGISTER_MAX', 5, { min: 1, max: 1_000_000 }), perSeconds: minutes('REGISTER_WINDOW', 60) },
      rates: env.flag('RATE_LIMITS', true),
    },
  };
  const warnings = [...misspellings(source, env.names), ...(file === null ? [] : sentences(file, 'warning'))];
  return { config: { ...config, warnings }, readings: [...readings.values()], file };
}
