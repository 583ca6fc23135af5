import { headerPlaceholders } from '@parley/contracts';
import {
  acts,
  anything,
  choice,
  either,
  flag,
  list,
  map,
  never,
  notYet,
  number,
  object,
  reference,
  secret,
  text,
  texts,
  type Spec,
  type Support,
} from '../spec.ts';

const waits = (what: string): { readonly support: Support } => ({ support: notYet(`waits for ${what}`) });

/** Texts that a model writes about an answer while it comes. */
const labels = (name: string, mostPerRun: number): Record<string, Spec> => ({
  [name]: either([flag(), anything()], waits('labels of tools')),
  [`${name}Model`]: text(waits('labels of tools')),
  [`${name}Endpoint`]: text(waits('labels of tools')),
  [`${name}Prompt`]: text(waits('labels of tools')),
  [`${name}MaxPerRun`]: number(mostPerRun, waits('labels of tools')),
  [`${name}CharLimit`]: number(600, waits('labels of tools')),
});

const titleConvo = flag(undefined, {
  byDefault: '`TITLE_CONVO`',
  support: acts('false keeps the first words of a chat as its title; `TITLE_CONVO=false` does so everywhere'),
});
const titleModel = text({
  byDefault: 'the model that answered',
  support: acts('finds titles; `current_model` is the one that answered'),
});
const headers = map(secret(), {
  support: acts(
    `sent with every request, but never to an address that a person entered; filled in are ${headerPlaceholders.map((name) => `\`{{${name}}}\``).join(', ')}`,
  ),
});
const summarize = flag(undefined, {
  byDefault: '`summarization.enabled`',
  support: acts('whether older messages of its chats are summarised when they no longer fit, or left out'),
});
const summaryModel = text({
  byDefault: '`summarization.model`',
  support: acts('the model of this endpoint that writes them; `current_model` is that of the chat'),
});
const ignoredAnyway = never('LibreChat does not read it either');

const fallback = object({
  endpoint: text({ byDefault: 'the same', support: acts('the name or id of an endpoint') }),
  model: text({
    required: true,
    support: acts('asked when the model of the chat cannot answer, before its first word; the answer says so'),
  }),
  for: texts({ byDefault: 'all', support: acts('the models that it stands in for') }),
});

/** Keys that only Parley has: how an endpoint is called. */
const calls: Record<string, Spec> = {
  retries: number(undefined, {
    byDefault: '`PROVIDER_RETRIES`',
    min: 0,
    max: 5,
    whole: true,
    support: acts('Parley’s own: how often a model is asked again before its first word, after failures that may pass'),
  }),
  timeouts: object({
    connect: number(undefined, {
      byDefault: '`PROVIDER_CONNECT_SECONDS`',
      min: 1,
      max: 3_600,
      support: acts('Parley’s own: seconds to reach the server'),
    }),
    firstToken: number(undefined, {
      byDefault: '`PROVIDER_FIRST_TOKEN_SECONDS`',
      min: 1,
      max: 3_600,
      support: acts('Parley’s own: seconds until a model says something'),
    }),
    silence: number(undefined, {
      byDefault: '`PROVIDER_SILENCE_SECONDS`',
      min: 1,
      max: 3_600,
      support: acts('Parley’s own: seconds between two pieces of an answer'),
    }),
  }),
  concurrency: object({
    limit: number(undefined, {
      byDefault: '`PROVIDER_CONCURRENCY`',
      min: 0,
      max: 100_000,
      whole: true,
      support: acts('Parley’s own: answers at once, on each node; 0: as many as come'),
    }),
    queue: number(undefined, {
      byDefault: '`PROVIDER_QUEUE`',
      min: 0,
      max: 100_000,
      whole: true,
      support: acts('Parley’s own: how many more wait for a place, first come first served; the next is refused'),
    }),
  }),
};

/** What every endpoint of LibreChat’s takes. */
const shared: Record<string, Spec> = {
  streamRate: number(undefined, {
    byDefault: '0',
    min: 0,
    support: acts('milliseconds for which words are gathered before they are handed on; 50 at most, so that none are lost'),
  }),
  baseURL: reference({ support: never('each endpoint, or group, names its own') }),
  headers,
  titleConvo,
  titleModel,
  titleMethod: choice(['completion', 'functions', 'structured'], {
    byDefault: 'completion',
    support: acts('`functions` and `structured` both ask for JSON of a schema, where the model has that'),
  }),
  titleEndpoint: text({
    byDefault: 'the same',
    support: acts('finds titles in place of the endpoint of the chat, with its key and its `titleModel`'),
  }),
  titlePrompt: text({
    byDefault: 'Parley’s own',
    support: acts('the request for a title; `{convo}` in it is the conversation, else that follows'),
  }),
  titlePromptTemplate: text({
    byDefault: 'Question and Answer',
    support: acts('how the conversation is put there; `{input}` is the question, `{output}` the answer'),
  }),
  titleTiming: choice(['immediate', 'final'], {
    byDefault: 'final',
    support: acts('`immediate` asks for a title with the first question, by that alone, and again with the answer when none came of it'),
  }),
  maxToolResultChars: number(undefined, { min: 1, ...waits('tools') }),
  ...labels('activityLabel', 20),
  ...labels('activityPhaseLabel', 5),
  reasoningLabel: either([flag(), anything()], waits('labels of thoughts')),
  reasoningLabelModel: text(waits('labels of thoughts')),
  reasoningLabelEndpoint: text(waits('labels of thoughts')),
  reasoningLabelPrompt: text(waits('labels of thoughts')),
  reasoningLabelMinChars: number(500, waits('labels of thoughts')),
  reasoningLabelUpdateChars: number(400, waits('labels of thoughts')),
  reasoningLabelUpdateIntervalMs: number(3000, waits('labels of thoughts')),
  reasoningLabelMaxPerRun: number(8, waits('labels of thoughts')),
};

/** What every endpoint takes. */
const base: Record<string, Spec> = { ...calls, ...shared };

/** For endpoints that Parley does not have: their headers and titles have nothing to act on. */
const baseLater = Object.fromEntries(
  Object.entries(shared).map(([key, spec]) => {
    const { support: _, ...rest } = spec;
    return [key, rest as Spec];
  }),
);

/** Whom to ask when a model of this endpoint cannot answer. */
const fallbacks = list(fallback);

const offered = texts({ support: acts('the names to offer, before those of the variables') });
const vendor = (more: Record<string, Spec> = {}): Spec =>
  object({
    ...base,
    baseURL: reference({ support: acts('in place of the vendor’s own address, or that of the variables') }),
    fallbacks,
    models: either([offered, object({ default: offered, fetch: flag(undefined, { support: ignoredAnyway }) })]),
    fetch: flag(undefined, { support: ignoredAnyway }),
    ...more,
  });

const assistants = object(
  {
    ...baseLater,
    disableBuilder: flag(),
    pollIntervalMs: number(),
    timeoutMs: number(),
    version: either([text(), number()], { byDefault: '2' }),
    supportedIds: texts(),
    excludedIds: texts(),
    privateAssistants: flag(),
    retrievalModels: texts(),
    capabilities: texts(),
    apiKey: secret(),
    models: anything(),
  },
  waits('assistants'),
);

const agents = object(
  {
    ...baseLater,
    recursionLimit: number(50),
    maxRecursionLimit: number(),
    disableBuilder: flag(false),
    capabilities: texts(),
    allowedProviders: texts(),
    maxCitations: number(30),
    maxCitationsPerFile: number(7),
    minRelevanceScore: number(0.45, { min: 0, max: 1 }),
    maxToolCallArgBytes: number(),
    maxToolCallArgBytesByTool: map(number()),
    maxDeltaEventsPerTurn: number(),
    skills: object({ maxCatalogSkills: number() }),
    statefulCodeSessions: object({ allowedEnvironments: texts() }),
    remoteApi: object({
      auth: object({
        apiKey: object({ enabled: flag(true) }),
        oidc: object({ enabled: flag(false), issuer: reference(), audience: reference(), jwksUri: reference(), scope: text() }),
      }),
    }),
    toolApproval: object({
      enabled: flag(false),
      mode: text(),
      allow: texts(),
      deny: texts(),
      ask: texts(),
      reason: text(),
      hooks: list(object({ module: text(), matcher: anything(), options: anything() })),
    }),
    checkpointer: object({ type: text(), ttl: number(86_400), names: anything() }),
  },
  waits('agents'),
);

const api = choice(['chat', 'responses'], {
  byDefault: 'chat',
  support: acts('which of OpenAI’s two APIs is spoken; Parley’s own key. Responses keeps reasoning between turns and can search the web'),
});

const azureApi = choice(['chat', 'responses'], {
  byDefault: 'chat',
  support: acts(
    'which of OpenAI’s two APIs the group speaks; Parley’s own key, also understood as `useResponsesApi: true` in `addParams`. Responses are at `/openai/v1`, whatever `version` says',
  ),
});

const deploymentName = reference({ support: acts('what the model is called at Azure; that of the model goes before that of the group') });
const version = reference({
  support: acts('the date of the API, such as `2024-10-21`; without one, or with `v1` or `preview`, the address without dates is used'),
});

const azureOpenAI = object({
  ...base,
  fallbacks,
  groups: list(
    object({
      group: text({ required: true, support: acts('a name for messages about the configuration') }),
      apiKey: secret({ required: true, support: acts('sent as `api-key`; `user_provided` lets people bring their own') }),
      instanceName: reference({ support: acts('the resource: `NAME.openai.azure.com`, or a whole host') }),
      deploymentName,
      version,
      baseURL: reference({
        fills: ['INSTANCE_NAME', 'DEPLOYMENT_NAME'],
        support: acts(
          'in place of `instanceName`, such as a gateway’s; deployments stand below it. `${INSTANCE_NAME}` and `${DEPLOYMENT_NAME}` are filled in',
        ),
      }),
      serverless: flag(false, { support: acts('`baseURL` is the address of one model, without deployments') }),
      api: azureApi,
      headers,
      additionalHeaders: headers,
      addParams: map(anything(), { support: acts('put into the body of every request; `model`, `messages` and `stream` stay') }),
      dropParams: texts({ support: acts('left out of the body; `model`, `messages` and `stream` stay') }),
      assistants: flag(undefined, waits('assistants')),
      models: map(
        either([
          flag(undefined, { support: acts('true: at the deployment of the group') }),
          object({ deploymentName, version, assistants: flag(undefined, waits('assistants')) }),
        ]),
        { required: true },
      ),
    }),
  ),
  assistants: flag(undefined, waits('assistants')),
  summarize,
  summaryModel,
  plugins: flag(undefined, { support: never('LibreChat has no plugins any more either') }),
});

const model = either([
  text(),
  object({ name: text({ required: true }), description: text({ support: notYet('descriptions act in model specs') }) }),
]);
const older = never('from older versions; LibreChat no longer acts on it either');

const shown = acts('shown in the panel of parameters');
const drawn = never('Parley draws its own panel');
const customParams = object({
  defaultParamsEndpoint: choice(['openAI', 'anthropic', 'google', 'bedrock', 'openrouter', 'custom'], {
    support: acts('whose parameters the panel has; those of the server that answers, when absent'),
  }),
  paramDefinitions: list(
    object({
      key: text({ required: true, support: acts('the parameter, by LibreChat’s name of it') }),
      default: anything({ support: acts('sent, and shown as the default, where nobody set another') }),
      range: object({
        min: number(undefined, { support: shown }),
        max: number(undefined, { support: shown }),
        step: number(undefined, { support: shown }),
      }),
      options: texts({ support: shown }),
      label: text({ support: shown }),
      description: text({ support: shown }),
      ...Object.fromEntries(
        [
          'type',
          'component',
          'placeholder',
          'optionType',
          'labelCode',
          'descriptionCode',
          'placeholderCode',
          'searchPlaceholder',
          'searchPlaceholderCode',
          'selectPlaceholder',
          'selectPlaceholderCode',
          'columnSpan',
          'columns',
          'showLabel',
          'showDefault',
          'includeInput',
          'enumMappings',
          'minText',
          'maxText',
          'minTags',
          'maxTags',
        ].map((key) => [key, anything({ support: drawn })]),
      ),
    }),
  ),
});

const dollars = (does: string, required = false): Spec => number(undefined, { min: 0, required, support: acts(does) });
const tokenConfig = map(
  object({
    prompt: dollars('US dollars for a million tokens of input of the model of this name', true),
    completion: dollars('for a million tokens of output', true),
    context: number(undefined, { min: 1, whole: true, support: acts('tokens that the model holds') }),
    cacheRead: dollars('for a million tokens of input that came from the provider’s cache; as other input without it'),
    cacheWrite: dollars('for a million tokens of input that were written into it; as other input without it'),
  }),
);

const custom = object({
  ...base,
  fallbacks,
  name: text({
    required: true,
    longest: 64,
    support: acts('the name people see, and the endpoint in stored chats; not one of the built-in names'),
  }),
  apiKey: secret({ required: true, support: acts('`user_provided` lets people bring their own') }),
  baseURL: reference({ required: true, support: acts('any server that speaks Chat Completions; `user_provided` with such an `apiKey`') }),
  models: object(
    {
      default: list(model, { support: acts('the names to offer; with `fetch`, those shown while the server gives no list') }),
      fetch: flag(false, { support: acts('asks the server for its list') }),
      userIdQuery: flag(false, { support: notYet('a list of models is read once for everybody') }),
    },
    { required: true },
  ),
  addParams: map(anything(), {
    support: acts('put into the body of every request, over what Parley sends; `model`, `messages` and `stream` stay'),
  }),
  dropParams: texts({ support: acts('left out of the body; `model`, `messages` and `stream` stay') }),
  api,
  directEndpoint: flag(false, { support: acts('`baseURL` is the whole address of the completions') }),
  iconURL: text({ support: notYet('endpoints have no pictures; those of model specs act') }),
  modelDisplayLabel: text({ support: never('an answer is headed by the name of the model that gave it') }),
  titleMessageRole: text({ support: never('the request is a person’s message, which every model takes') }),
  customParams,
  tokenConfig,
  customOrder: number(undefined, { support: acts('the place among the custom endpoints, lowest first; those without one come last') }),
  summarize,
  summaryModel,
  forcePrompt: flag(undefined, { support: older }),
  fetch: flag(undefined, { support: ignoredAnyway }),
});

const vertex = object({
  enabled: flag(true, { support: acts('Claude on Vertex, with a service account, instead of Anthropic’s own API') }),
  projectId: reference({ byDefault: 'that of the account', support: acts('the project that is asked, and pays') }),
  region: reference({ byDefault: 'us-east5', support: acts('where Claude is asked, or `global`') }),
  serviceKeyFile: reference({ byDefault: '`GOOGLE_SERVICE_KEY_FILE`', support: acts('the path of the service account’s key file') }),
  deploymentName: reference({
    support: acts('what the models are called at Vertex that are only `true` in `models`; their own names, when absent'),
  }),
  models: either([
    texts({ support: acts('the names to offer, before `ANTHROPIC_MODELS`') }),
    map(
      either([
        flag(undefined, { support: acts('true: called by `deploymentName`; false: not offered') }),
        object({ deploymentName: reference({ support: acts('what the model is called at Vertex') }) }),
      ]),
    ),
  ]),
});

const bedrock = object({
  ...base,
  fallbacks,
  baseURL: reference({ support: acts('in place of the region’s own host') }),
  availableRegions: texts({
    support: acts(
      'people choose among them in the panel; the first is called where neither they nor `BEDROCK_AWS_DEFAULT_REGION` name one',
    ),
  }),
  models: texts({ support: acts('the names to offer, before `BEDROCK_AWS_MODELS`; without either, the account is asked') }),
  guardrailConfig: object(
    {
      guardrailIdentifier: reference({ required: true }),
      guardrailVersion: reference({ required: true }),
      trace: choice(['enabled', 'disabled', 'enabled_full']),
      streamProcessingMode: choice(['sync', 'async']),
    },
    { support: acts('sent with every request; what it stops is shown as a refusal') },
  ),
  inferenceProfiles: map(reference(), { support: acts('what a model is called by, by its id: an ARN, or the id of a profile') }),
});

export const endpoints: Spec = object({
  allowedAddresses: texts({ support: notYet('addresses named as `baseURL` are reached, private ones too') }),
  all: object(base),
  openAI: vendor({ api }),
  anthropic: vendor({ vertex }),
  google: vendor(),
  bedrock,
  azureOpenAI,
  assistants,
  azureAssistants: assistants,
  agents,
  custom: list(custom),
});
