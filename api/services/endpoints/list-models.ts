import type { ModelInfo, TurnError } from '@parley/contracts';
import { ProviderError, type EndpointConfig } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { EndpointContext } from './endpoint-context.ts';
import { callEndpoint } from './call-endpoint.ts';
import type { CachedList, ModelList } from './model-list.ts';
import type { Reach } from './reach-endpoint.ts';

/** How long a list is taken as it is, and how long it is kept to be shown while a newer one is read. */
const freshFor = 600_000;
const keptFor = 86_400_000;
/** A failed list is asked for again sooner. */
const retryAfter = 30_000;
/** How long a page waits for a list; what comes later arrives by a hint. */
const patience = 2_000;
const giveUpAfter = 15_000;

const named = (endpoint: EndpointConfig): ModelInfo[] | null => endpoint.models?.map((id) => ({ id, name: id })) ?? null;

/** What is offered when nothing was ever read. */
const fallback = (endpoint: EndpointConfig): ModelInfo[] => endpoint.fallbackModels?.map((id) => ({ id, name: id })) ?? [];

const longestMessage = 500;

/** What a person is told: the endpoint's own words, without the address that only the operator needs to know. */
function failureOf(error: unknown, endpoint: EndpointConfig, reach: Reach): TurnError {
  if (!(error instanceof ProviderError) || !URL.canParse(reach.access.baseUrl))
    return { code: 'provider.failed', message: `${endpoint.name} did not give its list of models.` };
  const { host, hostname } = new URL(reach.access.baseUrl);
  const message = error.message.replaceAll(host, endpoint.name).replaceAll(hostname, endpoint.name);
  return { code: error.code, message: message.slice(0, longestMessage) };
}

/** Never rejects: a failure is a list with what was known before. */
async function readList(
  context: EndpointContext,
  cacheKey: string,
  endpoint: EndpointConfig,
  reach: Reach,
  before: CachedList | undefined,
): Promise<CachedList> {
  const provider = callEndpoint(context, endpoint, reach.access);
  let list: CachedList;
  try {
    list = {
      models: await provider.models(AbortSignal.timeout(giveUpAfter)),
      failure: null,
      readAt: context.now(),
      listedAt: context.now(),
    };
  } catch (error) {
    const failure = failureOf(error, endpoint, reach);
    context.logger.info({ endpoint: endpoint.id, error: failure.code }, 'an endpoint did not give its list of models');
    list = {
      models: before?.models ?? fallback(endpoint),
      failure,
      readAt: context.now(),
      ...(before?.listedAt === undefined ? {} : { listedAt: before.listedAt }),
    };
  }
  try {
    await context.cache.set(cacheKey, list, keptFor);
  } catch (error) {
    context.logger.warn({ endpoint: endpoint.id, error }, 'a list of models could not be cached');
  }
  return list;
}

/** Joins the reading of this list that is under way, or starts one. */
function reading(
  context: EndpointContext,
  cacheKey: string,
  endpoint: EndpointConfig,
  reach: Reach,
  before: CachedList | undefined,
): Promise<CachedList> {
  const underWay = context.reading.get(cacheKey);
  if (underWay) return underWay;
  const started = readList(context, cacheKey, endpoint, reach, before).finally(() => context.reading.delete(cacheKey));
  context.reading.set(cacheKey, started);
  return started;
}

const isFresh = (list: CachedList, now: number): boolean => now - list.readAt < (list.failure === null ? freshFor : retryAfter);

const waited = <Value>(promise: Promise<Value>): Promise<Value | undefined> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
    timer.unref();
  });
  return Promise.race([promise.finally(() => clearTimeout(timer)), late]);
};

/**
 * The models of an endpoint: those the operator named, else its own list from the cache, a stale one being renewed behind. Never waits longer than two
 * seconds; a list that comes later is told to the person by a hint. A failure is visible and leaves what was known.
 */
export async function listModels(
  context: EndpointContext,
  scope: Scope,
  endpoint: EndpointConfig,
  reach: Reach,
  fresh: boolean,
): Promise<ModelList> {
  const fixed = named(endpoint);
  if (fixed !== null) return { models: fixed, failure: null };
  const cacheKey = `models:${endpoint.id}:${reach.key === 'own' ? scope.ownerId : ''}`;
  const before = await context.cache.get<CachedList>(cacheKey);
  if (before !== undefined && !fresh && isFresh(before, context.now())) return before;

  const coming = reading(context, cacheKey, endpoint, reach, before);
  const tellLater = (): void =>
    void coming.then(() => context.bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } }));
  if (before !== undefined && !fresh) {
    tellLater();
    return before;
  }
  const list = await waited(coming);
  if (list !== undefined) return list;
  tellLater();
  return before ?? { models: fallback(endpoint), failure: { code: 'provider.timeout', message: `${endpoint.name} has not answered yet.` } };
}

/** What the cache knows of one model, without asking anybody. */
export async function knownModel(
  context: EndpointContext,
  scope: Scope,
  endpointId: string,
  key: Reach['key'],
  modelId: string,
): Promise<ModelInfo | undefined> {
  const list = await context.cache.get<CachedList>(`models:${endpointId}:${key === 'own' ? scope.ownerId : ''}`);
  return list?.models.find(({ id }) => id === modelId);
}
