import type { EndpointConfig } from '../../providers/port.ts';
import { anthropicOnVertex } from './anthropic-vertex.ts';
import { applyCallRules } from './apply-call-rules.ts';
import { azureEndpoint } from './azure-endpoint.ts';
import { bedrockEndpoint } from './bedrock-endpoint.ts';
import type { ReadAccount } from '../service-account.ts';
import type { Entry } from './check-tree.ts';
import { customParameters } from './custom-parameters.ts';
import { broughtByPeople, editsOf, headersOf, speaksResponses, summariesOf, titlesOf, type Say } from './endpoint-parts.ts';
import { at, flagAt, itemsAt, numberAt, textAt, wordOf } from './entry.ts';
import { tokenConfigOf } from './model-data.ts';

/** Names that mean an endpoint of another kind. */
const builtIn = new Set([
  'openai',
  'azureopenai',
  'google',
  'anthropic',
  'bedrock',
  'assistants',
  'azureassistants',
  'agents',
  'custom',
  'demo',
  'default',
]);

const modelNames = (entry: Entry | undefined): string[] => [
  ...new Set(itemsAt(at(entry, 'models'), 'default').flatMap((item) => textAt(item, 'name') ?? wordOf(item) ?? [])),
];

/** An address of the operator's for a vendor, in place of its own; undefined: none, or one that was said to be wrong. */
function urlOf(entry: Entry | undefined, say: Say): string | undefined {
  const [url, value] = [at(entry, 'baseURL'), textAt(entry, 'baseURL')];
  if (url === undefined || !value) return undefined;
  if (url.missing.length > 0) return undefined;
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '');
  say('error', url, 'found no address, takes one that begins with http:// or https://');
  return undefined;
}

/** Headers for all stand under those of an endpoint, wherever it is called; the built-in model is called nowhere. */
function withHeaders(endpoint: EndpointConfig, all: Readonly<Record<string, string>> | undefined): EndpointConfig {
  if (all === undefined || endpoint.id === 'demo') return endpoint;
  const over = (own: Readonly<Record<string, string>> = {}): Record<string, string> => {
    const names = new Set(Object.keys(own).map((name) => name.toLowerCase()));
    return { ...Object.fromEntries(Object.entries(all).filter(([name]) => !names.has(name.toLowerCase()))), ...own };
  };
  const places = Object.entries(endpoint.places ?? {}).map(([id, place]) => [id, { ...place, headers: over(place.headers) }] as const);
  return {
    ...endpoint,
    headers: over(endpoint.headers),
    ...(endpoint.places === undefined ? {} : { places: Object.fromEntries(places) }),
  };
}

function checkUrl(entry: Entry, say: Say): void {
  const url = at(entry, 'baseURL')!;
  const value = textAt(entry, 'baseURL') ?? '';
  if (value === broughtByPeople) {
    if (textAt(entry, 'apiKey') !== broughtByPeople)
      say('error', url, 'found user_provided, which takes apiKey: user_provided too: the server’s key never goes to a person’s address');
  } else if (url.missing.length === 0 && (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)))
    say('error', url, 'found no address, takes one that begins with http:// or https://, or user_provided');
}

/** Null when something is missing that nobody can do without; that has been said. */
function customEndpoint(entry: Entry, all: Entry | undefined, say: Say): EndpointConfig | null {
  const [name, key, url] = [textAt(entry, 'name'), textAt(entry, 'apiKey'), textAt(entry, 'baseURL')];
  if (name === undefined || key === undefined || url === undefined) return null;
  checkUrl(entry, say);
  if (builtIn.has(name.toLowerCase())) say('error', at(entry, 'name')!, `${name} is the name of a built-in endpoint; take another`);
  const [models, asks] = [modelNames(entry), flagAt(at(entry, 'models'), 'fetch') ?? false];
  if (models.length === 0 && !asks)
    say('error', at(entry, 'models') ?? entry, 'names no model; it takes a list in default, or fetch: true');
  const headers = headersOf(entry, say);
  const headerEntries = at(entry, 'headers');
  const lacks = [
    at(entry, 'apiKey'),
    at(entry, 'baseURL'),
    ...(headerEntries?.kind === 'map' ? headerEntries.entries.values() : []),
  ].flatMap((part) => part?.missing ?? []);
  if (lacks.length > 0) {
    say('warning', entry, `${name} is left out: ${[...new Set(lacks)].join(', ')} is missing`);
    return null;
  }
  const edits = editsOf(entry, say);
  const { titleModel = null, ...titles } = titlesOf(entry, all);
  const brought = key === broughtByPeople;
  return {
    id: name,
    name,
    format: speaksResponses(entry) ? 'openai-responses' : 'openai-chat',
    baseUrl: url === broughtByPeople ? '' : url.replace(/\/+$/, ''),
    key: brought || key === '' ? null : key,
    ownKeys: brought,
    keyNeeded: brought,
    models: asks ? null : models,
    ...(asks && models.length > 0 ? { fallbackModels: models } : {}),
    titleModel,
    ...titles,
    ...summariesOf(entry),
    ...(headers === undefined ? {} : { headers }),
    ...(edits === undefined ? {} : { edits }),
    ...(flagAt(entry, 'directEndpoint') ? { exactUrl: true } : {}),
    ...customParameters(entry, say),
    ...tokenConfigOf(entry),
  };
}

/** The service account that the environment names. */
function accountInUse(endpoints: readonly EndpointConfig[]): ReadAccount | null {
  const vertex = endpoints.map(({ google }) => google?.vertex).find((place) => place !== undefined);
  return vertex === undefined ? null : { project: vertex.project, account: vertex.account };
}

/**
 * What a checked file makes of the endpoints of the environment: titles and headers put in, custom endpoints after them. A custom endpoint takes the place of
 * one from the environment that has its name. `say` gets what the schema cannot know.
 */
export function mergeFileEndpoints(fromEnvironment: readonly EndpointConfig[], root: Entry | null, say: Say): EndpointConfig[] {
  const endpoints = root === null ? undefined : at(root, 'endpoints');
  if (endpoints === undefined) return [...fromEnvironment];
  const all = at(endpoints, 'all');
  const custom = new Map<string, EndpointConfig>();
  const order = (entry: Entry): number => numberAt(entry, 'customOrder') ?? Number.MAX_VALUE;
  for (const entry of itemsAt(endpoints, 'custom').toSorted((a, b) => order(a) - order(b))) {
    const endpoint = customEndpoint(entry, all, say);
    const name = textAt(entry, 'name')?.toLowerCase();
    if (endpoint === null || name === undefined) continue;
    if (custom.has(name)) say('error', at(entry, 'name')!, `${endpoint.name} is the name of another endpoint too`);
    else custom.set(name, endpoint);
  }
  const azureEntry = at(endpoints, 'azureOpenAI');
  const azure = azureEntry === undefined ? null : azureEndpoint(azureEntry, all, say);
  const bedrockEntry = at(endpoints, 'bedrock');
  const givenBedrock = fromEnvironment.find(({ id }) => id === 'bedrock');
  const bedrock = bedrockEntry === undefined ? null : bedrockEndpoint(bedrockEntry, all, givenBedrock, say);
  const cloud = [azure, bedrock].filter((endpoint) => endpoint !== null);
  const isDemo = ({ id }: EndpointConfig): boolean => id === 'demo';
  const vendors = fromEnvironment
    .filter(({ id }) => !custom.has(id.toLowerCase()) && !cloud.some((endpoint) => endpoint.id === id))
    .map((endpoint): EndpointConfig => {
      if (isDemo(endpoint)) return endpoint;
      const entry = at(endpoints, endpoint.id);
      const headers = headersOf(entry, say);
      const url = urlOf(entry, say);
      const list = itemsAt(entry, 'models').flatMap((item) => wordOf(item) ?? []);
      const names = list.length > 0 ? list : modelNames(entry);
      const isResponses = endpoint.format === 'openai-chat' && textAt(entry, 'api') === 'responses';
      const placed = endpoint.id === 'anthropic' ? anthropicOnVertex(endpoint, entry, accountInUse(fromEnvironment), say) : endpoint;
      return {
        ...placed,
        ...titlesOf(entry, all),
        ...(headers === undefined ? {} : { headers }),
        ...(url === undefined ? {} : { baseUrl: url }),
        ...(names.length === 0 ? {} : { models: names }),
        ...(isResponses ? { format: 'openai-responses' as const } : {}),
      };
    });
  const list = [...vendors.filter((endpoint) => !isDemo(endpoint)), ...cloud, ...custom.values(), ...vendors.filter(isDemo)];
  const headers = headersOf(all, say);
  return applyCallRules(list, endpoints, say).map((endpoint) => withHeaders(endpoint, headers));
}
