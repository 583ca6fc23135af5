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
import { endpoints } from './endpoints.ts';
import { fileConfig, fileStrategies, fileStrategy } from './files.ts';
import { interfaceKeys } from './interface.ts';
import { actions, mcpServers, mcpSettings, memory, ocr, speech, summarization, webSearch } from './tools.ts';

/** The newest version whose keys are known. */
export const newestVersion = '1.3.14';

const waits = (what: string): { readonly support: Support } => ({ support: notYet(`waits for ${what}`) });

const rate = (of: string): Spec =>
  object(
    {
      ipMax: number(undefined, { min: 0 }),
      ipWindowInMinutes: number(undefined, { min: 0 }),
      userMax: number(undefined, { min: 0 }),
      userWindowInMinutes: number(undefined, { min: 0 }),
    },
    waits(of),
  );

/** Longer ones than a timer can wait are no windows. */
const uploadWindow = { min: 0, max: 35_000 };
const fileUploads = object({
  ipMax: number(undefined, {
    min: 0,
    byDefault: 'as many as come',
    support: acts('uploads from one address within the window, counted for all nodes; the next is refused'),
  }),
  ipWindowInMinutes: number(60, { ...uploadWindow, support: acts('the window of `ipMax`; it begins with the first upload') }),
  userMax: number(undefined, { min: 0, byDefault: 'as many as come', support: acts('uploads of one person within the window') }),
  userWindowInMinutes: number(60, { ...uploadWindow, support: acts('the window of `userMax`') }),
});

const modelSpecs = object({
  enforce: flag(false, {
    support: acts('nothing but the models of the list may be asked, whoever asks, and chats ask them as the list says'),
  }),
  prioritize: flag(true, { support: acts('a new chat begins with the default of the list, not with what the person chose last') }),
  list: list(
    object({
      name: text({ required: true, longest: 200, support: acts('kept with the chats that use it') }),
      label: text({ required: true, support: acts('the name people see') }),
      preset: map(anything(), {
        required: true,
        support: acts('`endpoint`, `model` and the parameters that a chat begins with, by LibreChat’s names'),
      }),
      default: flag(undefined, { support: acts('new chats begin with it') }),
      description: text({ support: acts('shown in the list of models, and above an empty chat') }),
      group: text({ support: acts('its heading in the list; the name of an endpoint puts it with the models of that one') }),
      groupIcon: text({ support: notYet('headings of the list have no pictures') }),
      order: number(undefined, { support: acts('the place in the list, lowest first') }),
      iconURL: text({ support: acts('an address of this server (`/…`) or a `data:image`; others are not fetched') }),
      showIconInMenu: flag(true, { support: acts('shows the icon in the list of models') }),
      showIconInHeader: flag(true, { support: acts('shows the icon above a chat') }),
      showOnLanding: flag(true, { support: acts('shows the name and the description above an empty chat') }),
      authType: text({ support: notYet('the endpoint says whose key is used') }),
      softDefault: flag(undefined, { support: acts('new chats begin with it unless the person chose another model before') }),
      hideBadgeRow: flag(undefined, waits('tools')),
      conversation_starters: texts({ support: acts('questions to begin with, shown above an empty chat') }),
      webSearch: flag(undefined, waits('tools')),
      fileSearch: flag(undefined, waits('tools')),
      executeCode: flag(undefined, waits('tools')),
      artifacts: either([flag(), text()], waits('artifacts')),
      mcpServers: texts(waits('MCP')),
      skills: anything(waits('skills')),
      subagents: anything(waits('agents')),
    }),
  ),
  addedEndpoints: texts({ support: acts('endpoints whose models are offered beside the list') }),
});

const balance = object({
  enabled: flag(false, { support: acts('every person has a balance, and a call that it cannot pay for is refused') }),
  startBalance: number(20_000, { min: 0, support: acts('what a person begins with, in credits: a million make a US dollar') }),
  autoRefillEnabled: flag(false, { support: acts('a balance that does not suffice is refilled when it is time') }),
  refillIntervalValue: number(30, { min: 1, support: acts('how much time must lie between two refills') }),
  refillIntervalUnit: choice(['seconds', 'minutes', 'hours', 'days', 'weeks', 'months'], {
    byDefault: 'days',
    support: acts('its unit; a month has 30 days'),
  }),
  refillAmount: number(10_000, { min: 0, support: acts('credits of one refill') }),
});

const cloudfront = object(
  {
    domain: reference(),
    distributionId: reference(),
    invalidateOnDelete: flag(false),
    imageSigning: choice(['none', 'cookies', 'url'], { byDefault: 'none' }),
    urlExpiry: number(3_600),
    cookieExpiry: number(1_800, { max: 604_800 }),
    cookieDomain: reference(),
    storageRegion: reference(),
    includeRegionInPath: flag(false),
    requireSignedAccess: flag(false),
  },
  waits('files behind CloudFront'),
);

const skillSync = object(
  {
    github: object({
      enabled: flag(false),
      intervalMinutes: number(60, { min: 5 }),
      runOnStartup: flag(false),
      sources: list(
        object({
          id: text(),
          owner: text(),
          repo: text(),
          ref: text({ byDefault: 'main' }),
          paths: texts(),
          skillDiscoveryDepth: number(2, { max: 10 }),
          credentialKey: text(),
          token: secret(),
          tenantId: text(),
        }),
      ),
    }),
  },
  waits('skills'),
);

/** Every key of `parley.yaml` and of `librechat.yaml` up to 1.3.14. */
export const rootSpec = object({
  version: text({ byDefault: newestVersion, support: acts('the version of LibreChat’s format; a newer one is warned about') }),
  modelData: reference({
    byDefault: '`MODEL_DATA`',
    support: acts(
      'Parley’s own: the path of a file of facts about models, from the folder of this one; see [what models hold and cost](#what-models-hold-and-cost)',
    ),
  }),
  cache: flag(true, { support: never('Parley keeps what it read until the file changes') }),
  fileStrategy,
  fileStrategies,
  secureImageLinks: flag(undefined, { support: never('files are given to nobody but their owner, signed in') }),
  imageOutputType: choice(['png', 'webp', 'jpeg'], {
    byDefault: 'png',
    support: notYet('pictures are kept as they are brought'),
  }),
  includedTools: texts(waits('tools')),
  filteredTools: texts(waits('tools')),
  ocr,
  webSearch,
  memory,
  summarization,
  langfuse: object(
    {
      enabled: flag(),
      publicKey: secret(),
      secretKey: secret(),
      projectId: text(),
      secretKeyPreview: text(),
      destination: anything(),
      headers: map(secret()),
    },
    waits('traces for Langfuse; OpenTelemetry acts, by its variables'),
  ),
  skillSync,
  mcpServers,
  mcpSettings,
  interface: interfaceKeys,
  turnstile: object(
    {
      siteKey: reference(),
      options: object({ language: text({ byDefault: 'auto' }), size: text({ byDefault: 'normal' }) }),
    },
    waits('a challenge before registration'),
  ),
  cloudfront,
  actions,
  registration: object({
    socialLogins: list(choice(['google', 'facebook', 'openid', 'github', 'discord', 'saml', 'apple']), {
      support: notYet('people sign in with an address of mail and a password'),
    }),
    allowedDomains: texts({ byDefault: 'any', support: acts('domains of addresses of mail that may register, such as `example.org`') }),
  }),
  balance,
  transactions: object({
    enabled: flag(true, {
      support: acts('false: calls that no budget and no balance pays for are not written down, and their usage is not shown'),
    }),
  }),
  speech,
  rateLimits: object({ fileUploads, conversationsImport: rate('imports of chats'), tts: rate('speech'), stt: rate('speech') }),
  fileConfig,
  modelSpecs,
  messageFilter: object(
    {
      pii: object({ starterPatterns: texts(), customPatterns: list(object({ id: text(), label: text(), regex: text() })) }),
    },
    waits('filters of messages'),
  ),
  endpoints,
}) satisfies Spec;
