import type { EndpointConfig, ProviderFormat } from '../providers/port.ts';
import { azureFromEnvironment } from './azure-environment.ts';
import { bedrockFromEnvironment } from './bedrock-environment.ts';
import { googleFromEnvironment } from './google-environment.ts';
import { oneUrl } from './one-url.ts';
import { ConfigError, type EnvReader } from './read-env.ts';
import { readServiceAccount, vertexUrl } from './service-account.ts';

interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly format: ProviderFormat;
  /** The prefix of its variables: `OPENAI` reads `OPENAI_API_KEY`, `OPENAI_MODELS` … */
  readonly prefix: string;
  readonly baseUrl: string;
  /** Another variable of its key, where operators know two. */
  readonly keyAlias?: string;
  /** Offered only when its key is set, be it to `user_provided`, or an address of the operator's own: nobody's list grows by itself. */
  readonly onRequest?: true;
  /** For a vendor that has no list of models to ask for; `_MODELS` replaces them. */
  readonly models?: readonly string[];
}

const vendors: readonly Vendor[] = [
  { id: 'openAI', name: 'OpenAI', format: 'openai-chat', prefix: 'OPENAI', baseUrl: 'https://api.openai.com/v1' },
  { id: 'anthropic', name: 'Anthropic', format: 'anthropic-messages', prefix: 'ANTHROPIC', baseUrl: 'https://api.anthropic.com' },
  {
    id: 'mistral',
    name: 'Mistral',
    format: 'openai-chat',
    prefix: 'MISTRAL',
    baseUrl: 'https://api.mistral.ai/v1',
    onRequest: true,
  },
  { id: 'xai', name: 'xAI', format: 'openai-chat', prefix: 'XAI', baseUrl: 'https://api.x.ai/v1', onRequest: true },
  {
    id: 'deepseek',
    name: 'DeepSeek',
    format: 'openai-chat',
    prefix: 'DEEPSEEK',
    baseUrl: 'https://api.deepseek.com/v1',
    onRequest: true,
  },
  { id: 'groq', name: 'Groq', format: 'openai-chat', prefix: 'GROQ', baseUrl: 'https://api.groq.com/openai/v1', onRequest: true },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    format: 'openai-chat',
    prefix: 'OPENROUTER',
    keyAlias: 'OPENROUTER_KEY',
    baseUrl: 'https://openrouter.ai/api/v1',
    onRequest: true,
  },
  { id: 'cohere', name: 'Cohere', format: 'cohere', prefix: 'COHERE', baseUrl: 'https://api.cohere.com', onRequest: true },
  {
    id: 'perplexity',
    name: 'Perplexity',
    format: 'openai-chat',
    prefix: 'PERPLEXITY',
    baseUrl: 'https://api.perplexity.ai',
    onRequest: true,
    models: ['sonar', 'sonar-pro', 'sonar-reasoning-pro', 'sonar-deep-research'],
  },
  {
    id: 'together',
    name: 'Together',
    format: 'openai-chat',
    prefix: 'TOGETHER',
    keyAlias: 'TOGETHERAI_API_KEY',
    baseUrl: 'https://api.together.xyz/v1',
    onRequest: true,
  },
];

/** LibreChat's word for a key that every person brings themselves. */
const broughtByPeople = 'user_provided';

function oneKey(env: EnvReader, { prefix, keyAlias }: Vendor): string | null {
  const name = `${prefix}_API_KEY`;
  const key = env.secret(name);
  const other = keyAlias === undefined ? null : env.secret(keyAlias);
  if (key !== null && other !== null && key !== other) throw new ConfigError(`${name} and ${keyAlias} hold different keys; keep one.`);
  return key ?? other;
}

function vendorEndpoint(env: EnvReader, vendor: Vendor): EndpointConfig | null {
  const key = oneKey(env, vendor);
  const ownUrl = oneUrl(env, `${vendor.prefix}_BASE_URL`, `${vendor.prefix}_REVERSE_PROXY`);
  const models = env.list(`${vendor.prefix}_MODELS`);
  const titleModel = env.optional(`${vendor.prefix}_TITLE_MODEL`);
  if (vendor.onRequest && key === null && ownUrl === null) return null;
  const operatorKey = key === null || key === broughtByPeople ? null : key;
  return {
    id: vendor.id,
    name: vendor.name,
    format:
      vendor.id === 'openAI' && env.choice('OPENAI_API', ['chat', 'responses'], 'chat') === 'responses'
        ? 'openai-responses'
        : vendor.format,
    baseUrl: ownUrl ?? vendor.baseUrl,
    key: operatorKey,
    ownKeys: operatorKey === null,
    // An address of the operator's own often needs no key; the vendor's always does.
    keyNeeded: ownUrl === null || key === broughtByPeople,
    models: models ?? vendor.models ?? null,
    titleModel,
    ...(vendor.id === 'anthropic' ? { promptCache: env.choice('ANTHROPIC_PROMPT_CACHE', ['5m', '1h', 'off'], '5m') } : {}),
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

/** Claude on Vertex instead of Anthropic's own API, where `ANTHROPIC_USE_VERTEX` says so. */
function onVertex(env: EnvReader, endpoint: EndpointConfig): EndpointConfig {
  const isWanted = env.flag('ANTHROPIC_USE_VERTEX', false);
  const location = env.text('ANTHROPIC_VERTEX_REGION', 'us-east5');
  if (!isWanted || endpoint.id !== 'anthropic') return endpoint;
  const found = readServiceAccount(env, 'GOOGLE_SERVICE_KEY');
  if (found === null) throw new ConfigError('ANTHROPIC_USE_VERTEX needs the key of a service account: set GOOGLE_SERVICE_KEY_FILE.');
  const hasOwnUrl = endpoint.baseUrl !== 'https://api.anthropic.com';
  return {
    ...endpoint,
    baseUrl: hasOwnUrl ? endpoint.baseUrl : vertexUrl(location),
    key: null,
    ownKeys: false,
    keyNeeded: false,
    google: { vertex: { project: found.project, location, account: found.account } },
  };
}

/** The endpoints that variables describe; OpenAI and Anthropic without a key are offered to people who bring theirs. */
export function readEndpoints(env: EnvReader): EndpointConfig[] {
  const others = [googleFromEnvironment(env), azureFromEnvironment(env), bedrockFromEnvironment(env)];
  const configured = [
    ...vendors.flatMap((vendor) => vendorEndpoint(env, vendor) ?? []).map((endpoint) => onVertex(env, endpoint)),
    ...others.filter((endpoint) => endpoint !== null),
  ];
  return env.flag('PARLEY_DEMO', true) ? [...configured, demo] : configured;
}
