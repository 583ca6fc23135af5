import { anything, choice, either, flag, list, map, number, object, reference, secret, text, texts, type Spec } from '../spec.ts';

const oauth = object({
  authorization_url: reference(),
  token_url: reference(),
  client_id: reference(),
  client_secret: secret(),
  scope: text(),
  redirect_uri: reference(),
  token_exchange_method: text(),
  grant_types_supported: texts(),
  response_types_supported: texts(),
  code_challenge_methods_supported: texts(),
  token_endpoint_auth_methods_supported: texts(),
  skip_code_challenge_check: flag(),
  audience: reference(),
  forward_audience_on_refresh: flag(),
  revocation_endpoint: reference(),
  revocation_endpoint_auth_methods_supported: texts(),
});

const mcpServer = object({
  type: choice(['stdio', 'sse', 'websocket', 'streamable-http', 'http']),
  command: reference(),
  args: list(secret()),
  env: map(secret()),
  cwd: reference(),
  stderr: anything(),
  url: reference(),
  headers: map(secret()),
  proxy: reference(),
  obo: object({ scopes: either([text(), texts()]) }),
  title: text(),
  description: text(),
  iconPath: text(),
  startup: flag(),
  timeout: number(undefined, { min: 0 }),
  sseReadTimeout: number(300_000, { min: 0 }),
  initTimeout: number(undefined, { min: 0 }),
  chatMenu: flag(),
  serverInstructions: either([flag(), text()]),
  requiresOAuth: flag(),
  oauth,
  oauth_headers: map(secret()),
  apiKey: object({ source: text(), key: secret(), authorization_type: text(), custom_header: text() }),
  customUserVars: map(object({ title: text(), description: text(), sensitive: flag() })),
});

export const mcpServers: Spec = map(mcpServer);
export const mcpSettings: Spec = object({ allowedDomains: texts(), allowedAddresses: texts() });
export const actions: Spec = object({ allowedDomains: texts(), allowedAddresses: texts() });

export const webSearch: Spec = object({
  searchProvider: choice(['serper', 'searxng', 'tavily']),
  scraperProvider: choice(['firecrawl', 'serper', 'tavily']),
  scraperType: text(),
  rerankerType: choice(['jina', 'cohere', 'none']),
  safeSearch: number(1, { min: 0, max: 2, whole: true }),
  scraperTimeout: number(7_500, { min: 0 }),
  serperApiKey: secret(),
  searxngInstanceUrl: reference(),
  searxngApiKey: secret(),
  firecrawlApiKey: secret(),
  firecrawlApiUrl: reference(),
  firecrawlVersion: reference(),
  tavilyApiKey: secret(),
  tavilySearchUrl: reference(),
  tavilyExtractUrl: reference(),
  jinaApiKey: secret(),
  jinaApiUrl: reference(),
  cohereApiKey: secret(),
  firecrawlOptions: anything(),
  tavilySearchOptions: anything(),
  tavilyScraperOptions: anything(),
  searxngSearchOptions: anything(),
  allowedAddresses: texts(),
});

export const memory: Spec = object({
  disabled: flag(),
  validKeys: texts(),
  tokenLimit: number(),
  charLimit: number(10_000),
  maxInputTokens: number(12_000),
  personalize: flag(true),
  messageWindowSize: number(5),
  agent: object({ enabled: flag(), id: text(), provider: text(), model: text(), instructions: text(), model_parameters: anything() }),
});

export const summarization: Spec = object({
  enabled: flag(),
  provider: text(),
  model: text(),
  parameters: anything(),
  trigger: object({ type: text(), value: number() }),
  prompt: text(),
  updatePrompt: text(),
  reserveRatio: number(0.05, { min: 0, max: 1 }),
  maxSummaryTokens: number(),
  retainRecent: object({ turns: number(), tokens: number() }),
  contextPruning: object({
    enabled: flag(false),
    keepLastAssistants: number(3),
    softTrimRatio: number(0.3),
    hardClearRatio: number(0.5),
    minPrunableToolChars: number(50_000),
  }),
});

const speechEngine = object({
  url: reference(),
  apiKey: secret(),
  model: text(),
  voices: texts(),
  backend: text(),
  instanceName: reference(),
  deploymentName: reference(),
  apiVersion: reference(),
  websocketUrl: reference(),
  voice_settings: anything(),
  pronunciation_dictionary_locators: texts(),
});

export const speech: Spec = object({
  tts: object({
    openai: speechEngine,
    azureOpenAI: speechEngine,
    elevenlabs: speechEngine,
    localai: speechEngine,
    allowedAddresses: texts(),
  }),
  stt: object({ openai: speechEngine, azureOpenAI: speechEngine, allowedAddresses: texts() }),
  speechTab: object({
    conversationMode: flag(),
    advancedMode: flag(),
    speechToText: either([
      flag(),
      object({ engineSTT: text(), languageSTT: text(), autoTranscribeAudio: flag(), decibelValue: number(), autoSendText: number() }),
    ]),
    textToSpeech: either([
      flag(),
      object({
        engineTTS: text(),
        voice: text(),
        languageTTS: text(),
        automaticPlayback: flag(),
        playbackRate: number(undefined, { min: 0.25, max: 4 }),
        cacheTTS: flag(),
      }),
    ]),
  }),
});

export const ocr: Spec = object({
  strategy: text(),
  apiKey: secret(),
  baseURL: reference(),
  mistralModel: reference(),
  allowedAddresses: texts(),
});
