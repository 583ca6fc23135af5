import type { AwsKeys, EndpointConfig } from '../providers/port.ts';
import { ConfigError, type EnvReader } from './read-env.ts';

/** LibreChat's word for a key that every person brings themselves. */
const broughtByPeople = 'user_provided';

/** Offered while the account's own list cannot be read, which takes rights that calling models does not. */
export const knownBedrockModels: readonly string[] = [
  'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  'global.anthropic.claude-opus-4-5-20251101-v1:0',
  'us.amazon.nova-premier-v1:0',
  'amazon.nova-pro-v1:0',
  'amazon.nova-lite-v1:0',
  'amazon.nova-micro-v1:0',
  'openai.gpt-oss-120b-1:0',
  'openai.gpt-oss-20b-1:0',
  'us.deepseek.r1-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
];

/** Names such as `eu-central-1`: they become part of a host. */
const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
export const isRegion = (name: string): boolean => region.test(name);

export const bedrockUrl = (name: string): string => `https://bedrock-runtime.${name}.amazonaws.com${name.startsWith('cn-') ? '.cn' : ''}`;

/** Two names for one secret: either, or both with the same value. */
function bearerKey(env: EnvReader): string | null {
  const [own, aws] = [env.secret('BEDROCK_AWS_BEARER_TOKEN'), env.secret('AWS_BEARER_TOKEN_BEDROCK')];
  if (own !== null && aws !== null && own !== aws)
    throw new ConfigError('BEDROCK_AWS_BEARER_TOKEN and AWS_BEARER_TOKEN_BEDROCK hold different keys; keep one.');
  return own ?? aws;
}

function fixedKeys(env: EnvReader): AwsKeys | null | typeof broughtByPeople {
  const [id, secret] = [env.secret('BEDROCK_AWS_ACCESS_KEY_ID'), env.secret('BEDROCK_AWS_SECRET_ACCESS_KEY')];
  const sessionToken = env.secret('BEDROCK_AWS_SESSION_TOKEN');
  if ([id, secret, sessionToken].includes(broughtByPeople)) return broughtByPeople;
  if (id === null && secret === null) return null;
  if (id === null || secret === null)
    throw new ConfigError('BEDROCK_AWS_ACCESS_KEY_ID and BEDROCK_AWS_SECRET_ACCESS_KEY belong together; set both, or neither.');
  return { accessKeyId: id, secretAccessKey: secret, ...(sessionToken === null ? {} : { sessionToken }) };
}

/** A whole address, or a host alone, as LibreChat has it. */
function proxyOf(env: EnvReader): string | null {
  const url = env.url('BEDROCK_BASE_URL');
  const host = env.optional('BEDROCK_REVERSE_PROXY');
  if (host === null) return url;
  const other = /^https?:\/\//.test(host) ? host.replace(/\/+$/, '') : `https://${host}`;
  if (!URL.canParse(other))
    throw new ConfigError(`BEDROCK_REVERSE_PROXY is "${host}"; it takes a host, or an address that begins with https://.`);
  if (url !== null && url !== other)
    throw new ConfigError('BEDROCK_BASE_URL and BEDROCK_REVERSE_PROXY name different addresses; keep one.');
  return other;
}

/**
 * AWS Bedrock from variables; null without `BEDROCK_AWS_DEFAULT_REGION`. Requests carry a Bedrock key, or are signed with the keys given, those of a
 * profile, or what AWS's own chain finds. People's own keys are Bedrock keys.
 */
export function bedrockFromEnvironment(env: EnvReader): EndpointConfig | null {
  const name = env.optional('BEDROCK_AWS_DEFAULT_REGION');
  const [bearer, fixed, profile] = [bearerKey(env), fixedKeys(env), env.optional('BEDROCK_AWS_PROFILE')];
  const models = env.list('BEDROCK_AWS_MODELS');
  const titleModel = env.optional('BEDROCK_AWS_TITLE_MODEL');
  const proxy = proxyOf(env);
  if (name === null) return null;
  if (!isRegion(name)) throw new ConfigError(`BEDROCK_AWS_DEFAULT_REGION is "${name}"; it takes a region such as us-east-1.`);
  const brought = bearer === broughtByPeople || (fixed === broughtByPeople && bearer === null);
  return {
    id: 'bedrock',
    name: 'AWS Bedrock',
    format: 'bedrock-converse',
    baseUrl: proxy ?? bedrockUrl(name),
    key: brought ? null : bearer,
    ownKeys: brought,
    keyNeeded: brought,
    models,
    ...(models === null ? { fallbackModels: knownBedrockModels } : {}),
    titleModel,
    aws: { region: name, credentials: fixed === broughtByPeople ? null : fixed, profile },
  };
}
