import type { EndpointConfig, RequestEdits } from '../../providers/port.ts';
import type { Entry, Finding } from './check-tree.ts';
import { at, flagAt, itemsAt, plain, textAt, wordOf } from './entry.ts';

/** LibreChat's word for a key, or an address, that every person brings themselves. */
const broughtByPeople = 'user_provided';

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

type Say = (level: Finding['level'], entry: Entry, message: string) => void;
type Titles = Pick<EndpointConfig, 'modelTitles'> & { readonly titleModel?: string | null };

/** What is set on the endpoint itself, else for all. */
function titlesOf(...entries: readonly (Entry | undefined)[]): Titles {
  const convo = entries.map((entry) => flagAt(entry, 'titleConvo')).find((value) => value !== undefined);
  const model = entries.map((entry) => textAt(entry, 'titleModel')).find((value) => value !== undefined);
  return {
    ...(convo === undefined ? {} : { modelTitles: convo }),
    ...(model === undefined ? {} : { titleModel: model === 'current_model' ? null : model }),
  };
}

/** Only what can stand in a header; one that needs what Parley does not put in is left out, and said. */
function headersOf(entry: Entry | undefined, say: Say): Record<string, string> | undefined {
  const headers = at(entry, 'headers');
  if (headers?.kind !== 'map') return undefined;
  const kept: [string, string][] = [];
  for (const [name, value] of headers.entries) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value.value))
      say('error', value, 'cannot be sent as a header');
    else if (value.value.includes('{{')) say('warning', value, 'placeholders are not supported yet; the header is not sent');
    else kept.push([name, value.value]);
  }
  return Object.fromEntries(kept);
}

const kept = ['model', 'messages', 'stream'];

function editsOf(entry: Entry, say: Say): RequestEdits | undefined {
  const [add, drop] = [at(entry, 'addParams'), at(entry, 'dropParams')];
  if (add === undefined && drop === undefined) return undefined;
  const added: [string, unknown][] = [];
  if (add?.kind === 'map') {
    for (const [name, value] of add.entries) {
      if (kept.includes(name)) say('warning', value, `has no effect: ${name} stays as Parley sends it`);
      else added.push([name, plain(value)]);
    }
  }
  const dropped = itemsAt(entry, 'dropParams').flatMap((item) => {
    const name = String(plain(item));
    if (kept.includes(name)) say('warning', item, `has no effect: ${name} stays as Parley sends it`);
    return kept.includes(name) ? [] : [name];
  });
  return { add: Object.fromEntries(added), drop: dropped };
}

const modelNames = (entry: Entry | undefined): string[] => [
  ...new Set(itemsAt(at(entry, 'models'), 'default').flatMap((item) => textAt(item, 'name') ?? wordOf(item) ?? [])),
];

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
    format: 'openai-chat',
    baseUrl: url === broughtByPeople ? '' : url.replace(/\/+$/, ''),
    key: brought || key === '' ? null : key,
    ownKeys: brought,
    keyNeeded: brought,
    models: asks ? null : models,
    ...(asks && models.length > 0 ? { fallbackModels: models } : {}),
    titleModel,
    ...titles,
    ...(headers === undefined ? {} : { headers }),
    ...(edits === undefined ? {} : { edits }),
    ...(flagAt(entry, 'directEndpoint') ? { exactUrl: true } : {}),
  };
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
  for (const entry of itemsAt(endpoints, 'custom')) {
    const endpoint = customEndpoint(entry, all, say);
    const name = textAt(entry, 'name')?.toLowerCase();
    if (endpoint === null || name === undefined) continue;
    if (custom.has(name)) say('error', at(entry, 'name')!, `${endpoint.name} is the name of another endpoint too`);
    else custom.set(name, endpoint);
  }
  const isDemo = ({ id }: EndpointConfig): boolean => id === 'demo';
  const vendors = fromEnvironment
    .filter(({ id }) => !custom.has(id.toLowerCase()))
    .map((endpoint): EndpointConfig => {
      if (isDemo(endpoint)) return endpoint;
      const entry = at(endpoints, endpoint.id);
      const headers = headersOf(entry, say);
      return { ...endpoint, ...titlesOf(entry, all), ...(headers === undefined ? {} : { headers }) };
    });
  return [...vendors.filter((endpoint) => !isDemo(endpoint)), ...custom.values(), ...vendors.filter(isDemo)];
}
