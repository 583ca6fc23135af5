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
} from '../spec.ts';
import { endpoints } from './endpoints.ts';
import { fileConfig, fileStrategies, fileStrategy } from './files.ts';
import { interfaceKeys } from './interface.ts';
import { actions, mcpServers, mcpSettings, memory, ocr, speech, summarization, webSearch } from './tools.ts';

/** The newest version whose keys are known. */
export const newestVersion = '1.3.14';

const rate = object({
  ipMax: number(undefined, { min: 0 }),
  ipWindowInMinutes: number(undefined, { min: 0 }),
  userMax: number(undefined, { min: 0 }),
  userWindowInMinutes: number(undefined, { min: 0 }),
});

const modelSpecs = object({
  enforce: flag(false),
  prioritize: flag(true),
  list: list(
    object({
      name: text({ required: true }),
      label: text({ required: true }),
      preset: map(anything(), { required: true }),
      default: flag(),
      description: text(),
      group: text(),
      groupIcon: text(),
      order: number(),
      iconURL: text(),
      showIconInMenu: flag(),
      showIconInHeader: flag(),
      showOnLanding: flag(),
      authType: text(),
      softDefault: flag(),
      hideBadgeRow: flag(),
      conversation_starters: texts(),
      webSearch: flag(),
      fileSearch: flag(),
      executeCode: flag(),
      artifacts: either([flag(), text()]),
      mcpServers: texts(),
      skills: anything(),
      subagents: anything(),
    }),
  ),
  addedEndpoints: texts(),
});

const balance = object({
  enabled: flag(false),
  startBalance: number(20_000),
  autoRefillEnabled: flag(false),
  refillIntervalValue: number(30),
  refillIntervalUnit: choice(['seconds', 'minutes', 'hours', 'days', 'weeks', 'months'], { byDefault: 'days' }),
  refillAmount: number(10_000),
});

const cloudfront = object({
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
});

const skillSync = object({
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
});

/** Every key of `parley.yaml` and of `librechat.yaml` up to 1.3.14. */
export const rootSpec = object({
  version: text({ byDefault: newestVersion, support: acts('the version of LibreChat’s format; a newer one is warned about') }),
  cache: flag(true, { support: never('Parley keeps what it read until the file changes') }),
  fileStrategy,
  fileStrategies,
  secureImageLinks: flag(),
  imageOutputType: choice(['png', 'webp', 'jpeg'], { byDefault: 'png' }),
  includedTools: texts(),
  filteredTools: texts(),
  ocr,
  webSearch,
  memory,
  summarization,
  langfuse: object({
    enabled: flag(),
    publicKey: secret(),
    secretKey: secret(),
    projectId: text(),
    secretKeyPreview: text(),
    destination: anything(),
    headers: map(secret()),
  }),
  skillSync,
  mcpServers,
  mcpSettings,
  interface: interfaceKeys,
  turnstile: object({
    siteKey: reference(),
    options: object({ language: text({ byDefault: 'auto' }), size: text({ byDefault: 'normal' }) }),
  }),
  cloudfront,
  actions,
  registration: object({
    socialLogins: list(choice(['google', 'facebook', 'openid', 'github', 'discord', 'saml', 'apple'])),
    allowedDomains: texts({ support: notYet('who may register is decided by `ALLOW_REGISTRATION` alone') }),
  }),
  balance,
  transactions: object({ enabled: flag(true) }),
  speech,
  rateLimits: object({ fileUploads: rate, conversationsImport: rate, tts: rate, stt: rate }),
  fileConfig,
  modelSpecs,
  messageFilter: object({
    pii: object({ starterPatterns: texts(), customPatterns: list(object({ id: text(), label: text(), regex: text() })) }),
  }),
  endpoints,
}) satisfies Spec;
