import type { EndpointConfig, ProviderFormat } from '../providers/port.ts';
import { ConfigError, type EnvReader } from './read-env.ts';

interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly format: ProviderFormat;
  /** The prefix of its variables: `OPENAI` reads `OPENAI_API_KEY`, `OPENAI_MODELS` … */
  readonly prefix: string;
  readonly baseUrl: string;
}

const vendors: readonly Vendor[] = [
  { id: 'openAI', name: 'OpenAI', format: 'openai-chat', prefix: 'OPENAI', baseUrl: 'https://api.openai.com/v1' },
  { id: 'anthropic', name: 'Anthropic', format: 'anthropic-messages', prefix: 'ANTHROPIC', baseUrl: 'https://api.anthropic.com' },
];

/** LibreChat's word for a key that every person brings themselves. */
const broughtByPeople = 'user_provided';

/** Two names for one thing: either, or both with the same value. */
function oneUrl(env: EnvReader, name: string, alias: string): string | null {
  const [url, other] = [env.url(name), env.url(alias)];
  if (url !== null && other !== null && url !== other) throw new ConfigError(`${name} and ${alias} name different addresses; keep one.`);
  return url ?? other;
}

function vendorEndpoint(env: EnvReader, vendor: Vendor): EndpointConfig {
  const key = env.secret(`${vendor.prefix}_API_KEY`);
  const ownUrl = oneUrl(env, `${vendor.prefix}_BASE_URL`, `${vendor.prefix}_REVERSE_PROXY`);
  const operatorKey = key === null || key === broughtByPeople ? null : key;
  return {
    id: vendor.id,
    name: vendor.name,
    format: vendor.format,
    baseUrl: ownUrl ?? vendor.baseUrl,
    key: operatorKey,
    ownKeys: operatorKey === null,
    // An address of the operator's own often needs no key; the vendor's always does.
    keyNeeded: ownUrl === null || key === broughtByPeople,
    models: env.list(`${vendor.prefix}_MODELS`),
    titleModel: env.optional(`${vendor.prefix}_TITLE_MODEL`),
  };
}

const demo: EndpointConfig = {
  id: 'demo',
  name: 'Parley',
  format: 'demo',
  baseUrl: '',
  key: null,
  ownKeys: false,
  keyNeeded: false,
  models: null,
  titleModel: null,
};

/** The endpoints that variables describe; a vendor without a key is offered to people who bring theirs. */
export function readEndpoints(env: EnvReader): EndpointConfig[] {
  const configured = vendors.map((vendor) => vendorEndpoint(env, vendor));
  return env.flag('PARLEY_DEMO', true) ? [...configured, demo] : configured;
}
