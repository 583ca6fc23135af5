import path from 'node:path';
import type { HelloFrame } from '@parley/contracts';
import type { Express } from 'express';
import { createApp } from './app.ts';
import type { Config } from './config/config.ts';
import { loadSecrets } from './config/secrets.ts';
import { isPublicUrl } from './egress/check-url.ts';
import { createEgress } from './egress/create-egress.ts';
import { patientEgress } from './egress/patient-egress.ts';
import type { Egress } from './egress/port.ts';
import { withLogFields, type Logger } from './logger.ts';
import { createAuthenticator } from './middleware/authenticate.ts';
import { createOriginCheck } from './middleware/check-origin.ts';
import { createRateLimiter } from './middleware/limit-rate.ts';
import { openStores, type StoreOverrides } from './open-stores.ts';
import { createFilePolicy } from './policies/file-policy.ts';
import { ownerScope } from './policies/owner-scope.ts';
import { scopeOfActor } from './policies/scope.ts';
import { createAnthropicMessagesProvider } from './providers/anthropic-messages/create-anthropic-messages-provider.ts';
import { createAwsCredentials } from './providers/bedrock-converse/aws-credentials.ts';
import { createBedrockConverseProvider } from './providers/bedrock-converse/create-bedrock-converse-provider.ts';
import { createCohereProvider } from './providers/cohere/create-cohere-provider.ts';
import { createDemoProvider } from './providers/demo/create-demo-provider.ts';
import { createGoogleTokens } from './providers/google-auth/create-google-tokens.ts';
import { createGoogleGeminiProvider } from './providers/google-gemini/create-google-gemini-provider.ts';
import { createOllamaProvider } from './providers/ollama/create-ollama-provider.ts';
import { createOpenAiChatProvider } from './providers/openai-chat/create-openai-chat-provider.ts';
import { createOpenAiResponsesProvider } from './providers/openai-responses/create-openai-responses-provider.ts';
import type { ProviderFormat } from './providers/port.ts';
import type { ProviderFactory, ProviderRegistry } from './providers/registry.ts';
import type { TurnLog } from './realtime/ports.ts';
import { createMetricsHandler, type MetricsHandler } from './routes/health/create-metrics-handler.ts';
import { createAccountService } from './services/accounts/account-service.ts';
import { createApiCallService } from './services/api-calls/api-call-service.ts';
import { createApiKeyService } from './services/api-keys/api-key-service.ts';
import { createChatService } from './services/chat/chat-service.ts';
import type { TakeOver } from './services/chat/take-over-turns.ts';
import { createContextService } from './services/context/context-service.ts';
import { createContextTools } from './services/context/context-tools.ts';
import { createConversationService } from './services/conversations/create-conversation-service.ts';
import type { LocalServer } from './services/endpoints/endpoint-context.ts';
import { createPresetService } from './services/presets/preset-service.ts';
import { createTermsService } from './services/accounts/terms-service.ts';
import { createEndpointService } from './services/endpoints/endpoint-service.ts';
import { createSecretBox } from './services/endpoints/secret-box.ts';
import type { FileContext } from './services/files/file-context.ts';
import { createFileService } from './services/files/file-service.ts';
import { keepMadeFile } from './services/files/keep-made-file.ts';
import { loadFile } from './services/files/load-file.ts';
import { createUploadLimit } from './services/files/limit-uploads.ts';
import { resolveParts } from './services/files/resolve-parts.ts';
import { sweepFiles } from './services/files/sweep-files.ts';
import { createMembership } from './services/nodes/membership.ts';
import { createDecisions } from './services/usage/decisions.ts';
import { createLedger } from './services/usage/ledger.ts';
import { createUsageService } from './services/usage/usage-service.ts';
import type { Services } from './services/services.ts';
import { createProbeService } from './services/models/probe-service.ts';
import { createOperatorNotices } from './services/system/operator-notices.ts';
import { createReadiness } from './services/system/readiness.ts';
import { createSystemService } from './services/system/system-service.ts';
import { createGateway, type Gateway } from './sockets/create-gateway.ts';
import { OperatorError } from './storage/kit/operator-error.ts';
import type { BlobStore } from './storage/ports/blobs.ts';
import type { Storage } from './storage/ports/storage.ts';
import { createApiKeyStrategy } from './strategies/api-key.ts';
import { createApiKeySecret } from './strategies/api-key-secret.ts';
import { createJwtStrategy } from './strategies/jwt.ts';
import { createLocalStrategy } from './strategies/local.ts';
import { createPasswordHasher } from './strategies/password.ts';
import { startTelemetry } from './telemetry/start-telemetry.ts';

/** Everything a running Parley is made of. */
export interface Context extends AsyncDisposable {
  readonly config: Config;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly blobs: BlobStore;
  readonly turnLog: TurnLog;
  readonly services: Services;
  readonly gateway: Gateway;
  readonly app: Express;
  /** For a door of their own; null where nobody is to read them. */
  readonly metrics: MetricsHandler | null;
  /** Joins the nodes that share the stores and takes over what the dead among them left. Rejects with a sentence when one is in the way. */
  begin(): Promise<TakeOver>;
  /** Loads what the first turn needs and a start did not wait for. */
  warm(): Promise<void>;
  /** Puts what a changed configuration file says in force, for requests that come from now on. What variables say stays. */
  reconfigure(next: Config): Promise<void>;
  /** Refuses whoever is new from now on. */
  startDraining(): void;
}

export interface ContextNeeds {
  readonly config: Config;
  readonly logger: Logger;
  /** Names this build in `welcome` and `/api/config`. */
  readonly build: string;
  readonly clientDir: string;
  /** The one-time code of the first registration, where one is needed. */
  readonly firstCode: string | null;
}

/** Parts that tests put in place of the real ones. */
export interface ContextOverrides extends StoreOverrides {
  readonly egress?: Egress;
  readonly now?: () => number;
}

function localServersOf({ localModels }: Config): LocalServer[] {
  if (!localModels.enabled) return [];
  return [
    { id: 'ollama', name: 'Ollama', url: localModels.ollama, format: 'ollama' },
    { id: 'lmStudio', name: 'LM Studio', url: localModels.lmStudio },
    { id: 'llamaCpp', name: 'llama.cpp', url: localModels.llamaCpp },
  ];
}

/** The adapters of all wire formats. */
export function createRegistry(egress: Egress): ProviderRegistry {
  const demo = createDemoProvider();
  // Tokens are kept for all endpoints and requests.
  const tokens = createGoogleTokens({ egress });
  const credentials = createAwsCredentials();
  const at = (door: Egress): ProviderRegistry => ({
    'openai-chat': (access) => createOpenAiChatProvider({ egress: door, access }),
    'openai-responses': (access) => createOpenAiResponsesProvider({ egress: door, access }),
    'anthropic-messages': (access) => createAnthropicMessagesProvider({ egress: door, access, tokens }),
    'google-gemini': (access) => createGoogleGeminiProvider({ egress: door, access, tokens }),
    ollama: (access) => createOllamaProvider({ egress: door, access }),
    cohere: (access) => createCohereProvider({ egress: door, access }),
    'bedrock-converse': (access) => createBedrockConverseProvider({ egress: door, access, credentials }),
    demo: () => demo,
  });
  const formats = at(egress);
  /** Each with the times of its endpoint, which only the door to the network needs to know. */
  const withPatience =
    (format: ProviderFormat): ProviderFactory =>
    (access) =>
      (access.patience ? at(patientEgress(egress, access.patience)) : formats)[format](access);
  return Object.fromEntries(Object.keys(formats).map((format) => [format, withPatience(format as ProviderFormat)])) as ProviderRegistry;
}

/** Why a node may not join beside another. */
function inTheWay(other: string, alone: boolean): OperatorError {
  const what = alone
    ? 'and this one, without REDIS_URI, must be alone. Give all of them the same REDIS_URI, or stop the other'
    : 'and runs without REDIS_URI, so that it must be alone. Stop it, or give it the REDIS_URI of this one';
  return new OperatorError(`Another process (${other}) uses the database of MONGO_URI, ${what}.`);
}

/** The only assembly line: builds every adapter and service and hands them to whoever needs them. */
export async function createContext(needs: ContextNeeds, overrides: ContextOverrides = {}): Promise<Context> {
  const { config, logger, build, clientDir, firstCode } = needs;
  const now = overrides.now ?? Date.now;
  const secrets = loadSecrets(config);

  const { telemetry, metrics } = await startTelemetry(config.telemetry, withLogFields, { build, logger });
  const stores = await openStores(config, logger, overrides);
  const { turnLog, bus, cache, rateLimit, lease } = stores;
  const storage = telemetry.watchVerbs(stores.storage);
  const egress = overrides.egress ?? createEgress({ traceparent: () => telemetry.traceparent() });
  let draining = false;
  let filePolicy = createFilePolicy(config.fileConfig);

  let { settings, spending, modelData } = config;
  const passwords = createPasswordHasher();
  const jwt = createJwtStrategy(secrets.jwt, now);
  const authenticator = createAuthenticator({
    verifyToken: (token) => jwt.authenticate(token),
    sessionAlive: async (id) => (await storage.getSession(id)) !== null,
    now,
  });
  const apiKeyStrategy = createApiKeyStrategy({
    findKey: (hash) => storage.findApiKey(hash),
    findUser: (id) => storage.getUser(id),
    touch: (id, at) => {
      storage.touchApiKey(id, at).catch((error: unknown) => logger.warn({ keyId: id, error }, 'the use of a key could not be noted'));
    },
    now,
  });
  const apiKeys = createApiKeyService({
    storage,
    createSecret: createApiKeySecret,
    forget: (ids) => apiKeyStrategy.forget(ids),
    now,
    enabled: config.apiKeys,
  });
  const accounts = createAccountService({
    storage,
    bus,
    rateLimit,
    passwords,
    local: createLocalStrategy({ findUserByEmail: (email) => storage.findUserByEmail(email), passwords }),
    jwt,
    now,
    forgetSession: (id) => authenticator.forget(id),
    revokeKeys: async (userId) => apiKeyStrategy.forget(await storage.deleteApiKeys(scopeOfActor({ userId }))),
    registrationOpen: config.registration.open,
    allowedDomains: () => settings.allowedDomains,
    firstCode,
    budgets: config.limits,
  });
  const terms = createTermsService({ storage, terms: () => settings.terms, now });
  const decisions = createDecisions({ store: storage, bus, now, logger });
  const ledger = createLedger({
    storage,
    spending: async () => ({ ...spending, budgets: await decisions.budgets() }),
    keepsAll: () => spending.transactions,
    now,
    logger,
  });
  const endpoints = createEndpointService({
    endpoints: config.endpoints,
    modelSpecs: config.modelSpecs,
    registry: createRegistry(egress),
    calls: config.calls,
    keys: storage,
    users: storage,
    cache,
    bus,
    secretBox: createSecretBox(secrets.credentials),
    localServers: localServersOf(config),
    factSources: () => ({ configured: modelData.entries, overridden: decisions.models(), probed: probes.entries() }),
    allow: (hostPort) => egress.allow(hostPort),
    isPublicUrl,
    now,
    logger,
  });
  const alone = config.stores.redis === null;
  const membership = createMembership({ nodes: storage.nodes, self: { node: stores.node, alone }, logger });
  const contextTools = createContextTools(
    storage,
    now,
    () => settings.summaries,
    (ref, chosen) => endpoints.settingsFor(ref, chosen),
  );
  const files: FileContext = {
    storage,
    blobs: stores.blobs,
    policy: () => filePolicy,
    countUpload: createUploadLimit(rateLimit, () => settings.uploads),
    now,
    logger,
    uploading: new Map(),
  };
  const chat = createChatService({
    storage,
    files: {
      resolveParts: (scope, endpoint, parts) => resolveParts(files, scope, endpoint, parts),
      keep: (scope, made, signal) => keepMadeFile(files, scope, made, signal),
      load: (scope, id, signal) => loadFile(files, scope, id, signal),
      sweep: (signal) => sweepFiles(files, signal),
    },
    turnLog,
    bus,
    resolveModel: (scope, ref) => endpoints.resolveModel(scope, ref),
    assertOffered: (ref) => endpoints.assertOffered(ref),
    assertAccepted: (userId) => terms.assertAccepted(userId),
    lease,
    membership,
    autoContinue: config.stores.autoContinue,
    now,
    logger,
    modelTitles: config.modelTitles,
    context: contextTools,
    ledger,
    telemetry,
  });
  const context = createContextService({
    tools: contextTools,
    ledger,
    storage,
    bus,
    resolveModel: (scope, ref) => endpoints.resolveModel(scope, ref),
    resolveParts: (scope, endpoint, parts) => resolveParts(files, scope, endpoint, parts),
    assertAccepted: (userId) => terms.assertAccepted(userId),
    now,
    logger,
  });
  const fileService = createFileService(files);
  const apiCalls = createApiCallService({
    listEndpoints: (scope) => endpoints.list(scope, { fresh: false }),
    isEndpoint: (id) => endpoints.has(id),
    isOffered: (ref) => endpoints.isOffered(ref),
    assertAccepted: (userId) => terms.assertAccepted(userId),
    resolveModel: (scope, ref) => endpoints.resolveModel(scope, ref),
    draining: () => draining,
    ledger,
    counting: contextTools,
    now,
  });
  const conversations = createConversationService({ storage, bus, chat, now });
  const started = (): boolean => chat.stats().recovered;
  const readiness = createReadiness({ storage, turnLog, started, draining: () => draining, now });
  const { appTitle: name, insecure } = config;
  const system = createSystemService({
    name,
    build,
    insecure,
    interface: () => settings.interface,
    files: () => filePolicy.rules,
    apiKeys: config.apiKeys,
    draining: () => draining,
    started,
    readiness,
  });
  const probes = createProbeService({
    decisions: storage,
    resolveModel: (scope, ref) => endpoints.resolveModel(scope, ref),
    listEndpoints: (scope) => endpoints.list(scope, { fresh: false }),
    operator: ownerScope('operator'),
    ledger,
    payer: async () => {
      const [first] = await storage.findUsers({ text: '', role: 'administrator', limit: 1 });
      return first === undefined ? null : ownerScope(first.id);
    },
    bus,
    now,
    logger,
  });
  const notices = createOperatorNotices({ bus, node: stores.node, now });
  const presets = createPresetService({ storage, bus, now });
  const usage = createUsageService({ storage, ledger, decisions, hasEndpoint: (id) => endpoints.has(id), now });
  const services: Services = {
    usage,
    accounts,
    apiCalls,
    apiKeys,
    chat,
    context,
    conversations,
    endpoints,
    notices,
    probes,
    files: fileService,
    presets,
    system,
    terms,
  };

  const refuseOrigin = createOriginCheck(config);
  const gateway = createGateway({
    authenticate: (token) => authenticator.authenticate(token).catch(() => null),
    sessionAlive: (actor) => authenticator.sessionAlive(actor),
    mayFollow: (actor, topic) => chat.mayFollow(scopeOfActor(actor), topic),
    turnLog,
    bus,
    build,
    now,
    logger,
    allowedOrigin: (origin, host) => refuseOrigin(origin, host) === null,
    draining: () => draining || !started(),
    onSlowReader: () => telemetry.slowReader(),
  });
  metrics?.observe({
    build,
    turns: () => chat.stats(),
    ...(storage.countQueuedTurns ? { queuedTurns: () => storage.countQueuedTurns!() } : {}),
    connections: () => gateway.stats(),
    turnLog: () => ({ ...turnLog.stats(), durable: turnLog.durable() }),
    caches: () => ({ [cache.name]: cache.stats() }),
  });
  const scrape =
    metrics === null ? null : createMetricsHandler({ secret: config.telemetry.metrics.secret, render: () => metrics.render() });
  const app = createApp({
    config,
    services,
    authenticator,
    authenticateKey: (secret) => apiKeyStrategy.authenticate(secret),
    limitRate: createRateLimiter(rateLimit, config.limits.rates),
    refuseOrigin,
    openStream: (hello: HelloFrame, response) => gateway.openStream(hello, response),
    logger,
    telemetry,
    // Without a secret metrics have at most a door of their own.
    metrics: config.telemetry.metrics.secret === null ? null : scrape,
    clientDir: path.resolve(clientDir),
  });

  return {
    config,
    logger,
    storage,
    blobs: stores.blobs,
    turnLog,
    services,
    gateway,
    app,
    metrics: scrape,
    async begin() {
      await decisions.refresh();
      const other = await membership.join();
      if (other !== null) throw inTheWay(other, alone);
      await probes.load();
      return chat.recover();
    },
    warm: async () => egress.warm?.(),
    reconfigure: (next) => {
      filePolicy = createFilePolicy(next.fileConfig);
      ({ settings, spending, modelData } = next);
      return endpoints.replace(next.endpoints, next.modelSpecs);
    },
    startDraining: () => void (draining = true),
    [Symbol.asyncDispose]: async () => {
      notices[Symbol.dispose]();
      probes[Symbol.dispose]();
      decisions[Symbol.dispose]();
      await gateway.close();
      await egress[Symbol.asyncDispose]();
      await stores.close();
      await telemetry[Symbol.asyncDispose]();
    },
  };
}
