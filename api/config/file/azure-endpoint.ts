import type { EndpointConfig, ModelPlace } from '../../providers/port.ts';
import { azurePlace } from '../azure-place.ts';
import type { Entry } from './check-tree.ts';
import { broughtByPeople, editsOf, headersOf, speaksResponses, summariesOf, titlesOf, type Say } from './endpoint-parts.ts';
import { at, flagAt, itemsAt, plain, textAt } from './entry.ts';

/** Names in an address that stand for the deployment's own. */
const filledIn = new Set(['INSTANCE_NAME', 'DEPLOYMENT_NAME']);

/** Variables without which a group cannot be reached. */
function lacksOf(group: Entry, models: readonly Entry[]): string[] {
  const texts = ['apiKey', 'instanceName', 'deploymentName', 'version', 'baseURL'].map((key) => at(group, key));
  const headers = ['headers', 'additionalHeaders'].flatMap((key) => {
    const entry = at(group, key);
    return entry?.kind === 'map' ? [...entry.entries.values()] : [];
  });
  const ofModels = models.flatMap((model) => [at(model, 'deploymentName'), at(model, 'version')]);
  const names = [...texts, ...headers, ...ofModels].flatMap((entry) => entry?.missing ?? []);
  return [...new Set(names)].filter((name) => !filledIn.has(name));
}

/** The models of a group, each with its place; what has none has been said. */
function placesOf(group: Entry, ofEndpoint: Readonly<Record<string, string>> | undefined, say: Say): [string, ModelPlace, Entry][] {
  const models = at(group, 'models');
  const entries = models?.kind === 'map' ? [...models.entries].filter(([, model]) => plain(model) !== false) : [];
  const name = textAt(group, 'group') ?? '';
  const lacks = lacksOf(
    group,
    entries.map(([, model]) => model),
  );
  if (lacks.length > 0) {
    say('warning', group, `the group ${name} is left out: ${lacks.join(', ')} is missing`);
    return [];
  }
  const key = textAt(group, 'apiKey') ?? '';
  const serverless = flagAt(group, 'serverless') ?? false;
  const headers = { ...ofEndpoint, ...headersOf(group, say), ...headersOf(group, say, 'additionalHeaders') };
  const edits = editsOf(group, say);
  return entries.flatMap(([id, model]) => {
    const deployment = textAt(model, 'deploymentName') ?? textAt(group, 'deploymentName') ?? (serverless ? id : undefined);
    if (deployment === undefined || deployment === '') {
      say('error', model, `${id} has no deploymentName, neither has its group`);
      return [];
    }
    const place = azurePlace({
      instance: textAt(group, 'instanceName'),
      version: textAt(model, 'version') ?? textAt(group, 'version'),
      baseUrl: textAt(group, 'baseURL')?.replace(/\/+$/, ''),
      serverless,
      ...(speaksResponses(group) ? { responses: true } : {}),
      deployment,
      key: key === broughtByPeople || key === '' ? null : key,
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...(edits === undefined ? {} : { edits }),
    });
    if (place !== undefined) return [[id, place, model] as [string, ModelPlace, Entry]];
    const wrong = at(group, 'baseURL') ?? at(group, 'instanceName') ?? group;
    const takes = serverless ? 'a serverless group takes a baseURL' : 'takes the name of a resource in instanceName, or a baseURL';
    say('error', wrong, `makes no address that begins with http:// or https://: ${takes}`);
    return [];
  });
}

/** Azure OpenAI: every model at the deployment that its group names. Null without a model that can be reached; that has been said. */
export function azureEndpoint(entry: Entry, all: Entry | undefined, say: Say): EndpointConfig | null {
  const ofEndpoint = headersOf(entry, say);
  const places = new Map<string, ModelPlace>();
  for (const group of itemsAt(entry, 'groups')) {
    for (const [id, place, model] of placesOf(group, ofEndpoint, say)) {
      if (places.has(id)) say('error', model, `${id} is a model of another group too`);
      else places.set(id, place);
    }
  }
  const [first] = places.values();
  if (first === undefined) return null;
  const { titleModel = null, ...titles } = titlesOf(entry, all);
  const titleEntry = at(entry, 'titleModel');
  if (titleModel !== null && !places.has(titleModel) && titleEntry)
    say('warning', titleEntry, `${titleModel} is in no group; the model that answered finds titles`);
  const keys = [...places.values()].map(({ key }) => key);
  return {
    id: 'azureOpenAI',
    name: 'Azure OpenAI',
    format: 'openai-chat',
    baseUrl: first.baseUrl,
    key: keys.find((key) => key !== null) ?? null,
    ownKeys: keys.includes(null),
    keyNeeded: keys.every((key) => key === null),
    models: [...places.keys()],
    titleModel: titleModel !== null && places.has(titleModel) ? titleModel : null,
    ...titles,
    ...summariesOf(entry),
    places: Object.fromEntries(places),
  };
}
