import type { EndpointConfig, GoogleAccess } from '../providers/port.ts';
import { oneUrl } from './one-url.ts';
import { ConfigError, type EnvReader } from './read-env.ts';
import { readServiceAccount, vertexUrl } from './service-account.ts';

/** LibreChat's word for a key that every person brings themselves. */
const broughtByPeople = 'user_provided';

const categories = ['SEXUALLY_EXPLICIT', 'HATE_SPEECH', 'HARASSMENT', 'DANGEROUS_CONTENT', 'CIVIC_INTEGRITY'] as const;
const asGoogleHasIt = 'HARM_BLOCK_THRESHOLD_UNSPECIFIED';
const thresholds = ['BLOCK_LOW_AND_ABOVE', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_ONLY_HIGH', 'BLOCK_NONE', 'OFF', asGoogleHasIt] as const;

function readSafety(env: EnvReader): NonNullable<GoogleAccess['safety']> {
  return categories.flatMap((category) => {
    const name = `GOOGLE_SAFETY_${category}`;
    const value = env.optional(name)?.toUpperCase();
    if (value === undefined) return [];
    const threshold = thresholds.find((known) => known === value);
    if (threshold === undefined) throw new ConfigError(`${name} is "${value}"; it takes one of ${thresholds.join(', ')}.`);
    return threshold === asGoogleHasIt ? [] : [{ category: `HARM_CATEGORY_${category}`, threshold }];
  });
}

/**
 * Google's Gemini as variables describe it: with a key, which comes first, or on Vertex with a service account. Null when nobody asked for it.
 */
export function googleFromEnvironment(env: EnvReader): EndpointConfig | null {
  const key = env.secret('GOOGLE_KEY');
  const account = readServiceAccount(env, 'GOOGLE_SERVICE_KEY');
  const location = env.text('GOOGLE_LOC', 'us-central1');
  const ownUrl = oneUrl(env, 'GOOGLE_BASE_URL', 'GOOGLE_REVERSE_PROXY');
  const models = env.list('GOOGLE_MODELS');
  const titleModel = env.optional('GOOGLE_TITLE_MODEL');
  const bearer = env.flag('GOOGLE_AUTH_HEADER', false);
  const safety = readSafety(env);
  if (!/^[a-z0-9-]{2,40}$/.test(location))
    throw new ConfigError(`GOOGLE_LOC is "${location}"; it takes a region such as europe-west4, or global.`);
  if (key === null && account === null && ownUrl === null) return null;
  const operatorKey = key === broughtByPeople ? null : key;
  const vertex = key === null && account !== null ? { project: account.project, location, account: account.account } : null;
  const google: GoogleAccess = {
    ...(safety.length === 0 ? {} : { safety }),
    ...(bearer ? { bearer } : {}),
    ...(vertex === null ? {} : { vertex }),
  };
  return {
    id: 'google',
    name: 'Google',
    format: 'google-gemini',
    baseUrl: ownUrl ?? (vertex === null ? 'https://generativelanguage.googleapis.com' : vertexUrl(location)),
    key: operatorKey,
    ownKeys: operatorKey === null && vertex === null,
    keyNeeded: vertex === null && (ownUrl === null || key === broughtByPeople),
    models,
    titleModel,
    ...(Object.keys(google).length === 0 ? {} : { google }),
  };
}
