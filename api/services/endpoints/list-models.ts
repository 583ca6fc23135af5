import type { ModelInfo, TurnError } from '@parley/contracts';
import { ProviderError, type EndpointConfig } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { EndpointContext } from './endpoint-context.ts';
import type { Reach } from './reach-endpoint.ts';

export interface ModelList {
  readonly models: readonly ModelInfo[];
  readonly failure: TurnError | null;
}

interface CachedList extends ModelList {
  readonly readAt: number;
}

/** How long a list is taken as it is, and how long it is kept to be shown while a newer one is read. */
const freshFor = 600_000;
const keptFor = 86_400_000;
/** A failed list is asked for again sooner. */
const retryAfter = 30_000;
/** How long a page waits for a list; what comes later arrives by a hint. */
const patience = 2_000;
const giveUpAfter = 15_000;

const named = (endpoint: EndpointConfig): ModelInfo[] | null => endpoint.models?.map((id) => ({ id, name: id })) ?? null;

const failureOf = (error: unknown): TurnError => {
  const code = error instanceof ProviderError ? error.code : 'provider.failed';
  return { code, message: error instanceof Error ? error.message.slice(0, 500) : String(error) };
};

async function readList(
  context: EndpointContext,
  cacheKey: string,
  endpoint: EndpointConfig,
  reach: Reach,
  before: CachedList | undefined,
): Promise<CachedList> {
  const provider = context.registry[endpoint.format](reach.access);
  let list: CachedList;
  try {
    list = { models: await provider.models(AbortSignal.timeout(giveUpAfter)), failure: null, readAt: context.now() };
  } catch (error) {
    context.logger.info({ endpoint: endpoint.id, error: failureOf(error).code }, 'an endpoint did not give its list of models');
    list = { models: before?.models ?? [], failure: failureOf(error), readAt: context.now() };
  }
  await context.cache.set(cacheKey, list, keptFor);
  return list;
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

  const reading =
    (context.reading.get(cacheKey) as Promise<CachedList> | undefined) ?? readList(context, cacheKey, endpoint, reach, before);
  context.reading.set(cacheKey, reading);
  const settled = reading.finally(() => context.reading.delete(cacheKey));
  const tellLater = (): void =>
    void settled.then(() => context.bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } }));
  if (before !== undefined && !fresh) {
    tellLater();
    return before;
  }
  const list = await waited(settled);
  if (list !== undefined) return list;
  tellLater();
  return before ?? { models: [], failure: { code: 'provider.timeout', message: `${endpoint.name} has not answered yet.` } };
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
