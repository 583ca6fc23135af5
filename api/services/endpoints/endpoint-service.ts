import { enforcedSettings, isOffered } from '@parley/chat-core';
import { assertThat, RequestError, type ConversationSettings, type Endpoint, type ModelRef, type ModelSpecs } from '@parley/contracts';
import type { EndpointConfig } from '../../providers/port.ts';
import { presentEndpoint } from '../../presenters/present-endpoint.ts';
import { modelFacts } from '../models/model-facts.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { addressesOf, allEndpoints, hostPortOf, type EndpointContext, type EndpointDependencies } from './endpoint-context.ts';
import { callEndpoint, callRules, fallbacksFor } from './call-endpoint.ts';
import { hasPlaceholders, valuesOfUser, type HeaderValues } from './fill-headers.ts';
import { findLocalServers } from './find-local-servers.ts';
import { knownModel, listModels } from './list-models.ts';
import type { ModelList } from './model-list.ts';
import { withParameters } from './with-parameters.ts';
import { keyContext, reachEndpoint, type Reach } from './reach-endpoint.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** Endpoints, their models, and people's own keys. */
export interface EndpointService {
  /** What a person can use; see `listModels` for how long it waits. `fresh` asks everybody again. */
  list(scope: Scope, options: { readonly fresh: boolean }): Promise<Endpoint[]>;
  /** Throws `endpoint.not-found`, also where people's own keys are not taken, and `endpoint.url-refused`. */
  putKey(scope: Scope, id: string, key: { readonly key: string; readonly baseUrl?: string | undefined }): Promise<Endpoint>;
  deleteKey(scope: Scope, id: string): Promise<void>;
  resolveModel(scope: Scope, ref: ModelRef): Promise<ResolvedModel>;
  /** Whether people may ask this model here: always, unless the operator lets them ask the models of the specs alone. */
  isOffered(ref: ModelRef): boolean;
  /** Whether there is an endpoint of this id. */
  has(id: string): boolean;
  /** Puts other configured endpoints in force, for requests that come from now on. */
  replace(endpoints: readonly EndpointConfig[], modelSpecs?: ModelSpecs | null): Promise<void>;
  /** What the operator offers of the models. */
  specs(): ModelSpecs | null;
  /** Throws `model.not-offered` when the operator lets people ask nothing but the models of the specs, and this is none of them. */
  assertOffered(ref: ModelRef): void;
  /** What a chat with this model is asked with: its settings, unless the operator lets people ask nothing but the specs as they are. */
  settingsFor(ref: ModelRef, settings: ConversationSettings): ConversationSettings;
  /** Looks for local servers now; resolves when all have answered or have not. */
  discover(): Promise<void>;
}

function find(context: EndpointContext, id: string): EndpointConfig {
  const endpoint = allEndpoints(context).find((candidate) => candidate.id === id);
  assertThat(endpoint, 'endpoint.not-found');
  return endpoint;
}

/** Each model with what is known of it: its own list says little of most. */
function withFacts(context: EndpointContext, endpoint: EndpointConfig, list: ModelList): ModelList {
  const sources = context.factSources();
  return { ...list, models: list.models.map((model) => ({ ...model, ...modelFacts(sources, endpoint, model.id, model) })) };
}

async function describedList(context: EndpointContext, scope: Scope, endpoint: EndpointConfig, reach: Reach, fresh: boolean) {
  const list = withFacts(context, endpoint, await listModels(context, scope, endpoint, reach, fresh));
  return { ...list, ...withParameters(endpoint, reach.access, list.models) };
}

async function present(context: EndpointContext, scope: Scope, endpoint: EndpointConfig, fresh: boolean): Promise<Endpoint> {
  try {
    const reach = await reachEndpoint(context, scope, endpoint);
    if (reach === null) return presentEndpoint(endpoint, 'none', { models: [], failure: null, parameterSets: [] });
    return presentEndpoint(endpoint, reach.key, await describedList(context, scope, endpoint, reach, fresh));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // A key that cannot be opened any more: visible, and the rest of the page still works.
    return presentEndpoint(endpoint, 'own', { models: [], failure: { code: error.code, message: error.message }, parameterSets: [] });
  }
}

async function putKey(
  context: EndpointContext,
  scope: Scope,
  id: string,
  given: { key: string; baseUrl?: string | undefined },
): Promise<Endpoint> {
  const endpoint = find(context, id);
  assertThat(endpoint.ownKeys, 'endpoint.not-found');
  if (given.baseUrl !== undefined) assertThat(context.isPublicUrl(given.baseUrl), 'endpoint.url-refused');
  await context.keys.putKey(scope, {
    endpointId: id,
    sealed: context.secretBox.seal(given.key, keyContext(scope, id)),
    baseUrl: given.baseUrl ?? null,
    updatedAt: context.now(),
  });
  await context.cache.delete(`models:${id}:${scope.ownerId}`);
  context.bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } });
  return present(context, scope, endpoint, true);
}

/** Another endpoint that finds titles: its model for them, else its first. */
function titlesBy(context: EndpointContext, { titles }: EndpointConfig): Pick<ResolvedModel, 'titlesBy'> {
  const name = titles?.endpoint?.toLowerCase();
  const other = name === undefined ? undefined : allEndpoints(context).find(({ id }) => id.toLowerCase() === name);
  const model = other?.titleModel ?? other?.models?.[0] ?? other?.fallbackModels?.[0];
  return other === undefined || model === undefined ? {} : { titlesBy: { endpoint: other.id, id: model } };
}

/** Who asks, read only where a header of the operator's names them. */
async function headerValues(
  context: EndpointContext,
  scope: Scope,
  { places = {} }: EndpointConfig,
  { access }: Reach,
): Promise<HeaderValues> {
  const all = [access.headers, ...(access.trust === 'person' ? [] : Object.values(places).map(({ headers }) => headers))];
  if (!all.some(hasPlaceholders)) return {};
  const user = await context.users.getUser(scope.ownerId);
  return user === null ? {} : valuesOfUser(user);
}

async function resolveModel(context: EndpointContext, scope: Scope, ref: ModelRef): Promise<ResolvedModel> {
  const endpoint = find(context, ref.endpoint);
  const reach = await reachEndpoint(context, scope, endpoint);
  assertThat(reach, 'endpoint.key-missing', { params: { endpoint: endpoint.name } });
  const known = await knownModel(context, scope, endpoint.id, reach.key, ref.id);
  const rules = callRules(context, endpoint);
  const facts = modelFacts(context.factSources(), endpoint, ref.id, known);
  return {
    provider: callEndpoint(context, endpoint, reach.access, await headerValues(context, scope, endpoint, reach)),
    model: ref.id,
    facts,
    retries: rules.retries,
    ...(rules.streamRateMs === 0 ? {} : { streamRateMs: rules.streamRateMs }),
    fallbacks: fallbacksFor(endpoint, ref.id),
    ...(facts.assumed || facts.contextTokens === undefined ? {} : { contextTokens: facts.contextTokens }),
    ...(reach.key === 'own' ? { ownKey: true } : {}),
    ...(endpoint.titleModel === null ? {} : { titleModel: endpoint.titleModel }),
    ...(endpoint.titles === undefined ? {} : { titles: endpoint.titles, ...titlesBy(context, endpoint) }),
    ...(endpoint.summaries === undefined ? {} : { summaries: endpoint.summaries }),
    ...(endpoint.modelTitles === undefined ? {} : { modelTitles: endpoint.modelTitles }),
  };
}

/** What the operator named may be private; a public name stays behind the checks that public names get. */
function allowNamed(context: EndpointContext): void {
  for (const url of context.endpoints.flatMap(addressesOf)) if (!context.isPublicUrl(url)) context.allow(hostPortOf(url));
}

/** Lists of models that were read with the server's keys are read anew. */
async function replaceEndpoints(
  context: EndpointContext,
  endpoints: readonly EndpointConfig[],
  modelSpecs: ModelSpecs | null,
): Promise<void> {
  context.modelSpecs = modelSpecs;
  context.endpoints = endpoints;
  allowNamed(context);
  await Promise.all(endpoints.map(({ id }) => context.cache.delete(`models:${id}:`)));
}

export function createEndpointService(dependencies: EndpointDependencies): EndpointService {
  const context: EndpointContext = {
    ...dependencies,
    modelSpecs: dependencies.modelSpecs ?? null,
    found: new Map(),
    reading: new Map(),
    gates: new Map(),
  };
  allowNamed(context);
  return {
    list: async (scope, { fresh }) => {
      if (fresh) await findLocalServers(context);
      return Promise.all(allEndpoints(context).map((endpoint) => present(context, scope, endpoint, fresh)));
    },
    putKey: (scope, id, key) => putKey(context, scope, id, key),
    deleteKey: async (scope, id) => {
      assertThat(find(context, id).ownKeys, 'endpoint.not-found');
      await context.keys.deleteKey(scope, id);
      await context.cache.delete(`models:${id}:${scope.ownerId}`);
      context.bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } });
    },
    has: (id) => allEndpoints(context).some((endpoint) => endpoint.id === id),
    resolveModel: (scope, ref) => resolveModel(context, scope, ref),
    replace: (endpoints, modelSpecs = null) => replaceEndpoints(context, endpoints, modelSpecs),
    specs: () => context.modelSpecs,
    isOffered: (ref) => isOffered(context.modelSpecs, ref),
    assertOffered: (ref) => assertThat(isOffered(context.modelSpecs, ref), 'model.not-offered', { params: { model: ref.id } }),
    settingsFor: (ref, settings) => enforcedSettings(context.modelSpecs, ref, settings),
    discover: () => findLocalServers(context),
  };
}
