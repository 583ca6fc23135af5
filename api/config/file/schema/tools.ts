import {
  acts,
  anything,
  choice,
  either,
  flag,
  list,
  map,
  notYet,
  number,
  object,
  reference,
  secret,
  text,
  texts,
  type Spec,
} from '../spec.ts';

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

export const mcpServers: Spec = map(mcpServer, { support: notYet('waits for MCP') });
export const mcpSettings: Spec = object({ allowedDomains: texts(), allowedAddresses: texts() }, { support: notYet('waits for MCP') });
export const actions: Spec = object({ allowedDomains: texts(), allowedAddresses: texts() }, { support: notYet('waits for tools') });

export const webSearch: Spec = object(
  {
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
  },
  { support: notYet('waits for a search of Parley’s own; providers’ own search acts') },
);

export const memory: Spec = object(
  {
    disabled: flag(),
    validKeys: texts(),
    tokenLimit: number(),
    charLimit: number(10_000),
    maxInputTokens: number(12_000),
    personalize: flag(true),
    messageWindowSize: number(5),
    agent: object({ enabled: flag(), id: text(), provider: text(), model: text(), instructions: text(), model_parameters: anything() }),
  },
  { support: notYet('waits for memory') },
);

export const summarization: Spec = object({
  enabled: flag(true, {
    support: acts('false: older messages that no longer fit are left out; people may still have a summary written'),
  }),
  provider: text({ byDefault: 'that of the chat', support: acts('the endpoint whose model writes summaries') }),
  model: text({
    byDefault: 'that of the chat',
    support: acts('writes summaries; without it, the first of `provider`, its `titleModel` before'),
  }),
  parameters: map(anything(), { support: acts('sent with the request for a summary, by LibreChat’s names') }),
  trigger: object({
    type: choice(['token_ratio', 'remaining_tokens', 'messages_to_refine'], {
      byDefault: 'when the room is used up',
      support: acts(
        'when older messages are folded: at a share of what the model holds, or when so many tokens are left of it; `messages_to_refine`: when the room is used up, fewer messages are left out without a summary',
      ),
    }),
    value: number(undefined, { min: 0, support: acts('the share, the tokens or the messages') }),
  }),
  prompt: text({ byDefault: 'Parley’s own', support: acts('the request for a summary; the conversation follows') }),
  updatePrompt: text({ byDefault: 'the same', support: acts('the request where an earlier summary is gone on with') }),
  reserveRatio: number(undefined, {
    byDefault: 'by how well tokens are counted',
    min: 0,
    max: 0.9,
    support: acts('share of what a model holds that is kept free beside the answer'),
  }),
  maxSummaryTokens: number(2_000, { min: 1, whole: true, support: acts('the longest summary') }),
  retainRecent: object({
    turns: number(undefined, {
      byDefault: 'half of the room',
      min: 0,
      max: 20,
      whole: true,
      support: acts('at least so many of the newest exchanges stay as they are, as far as they fit'),
    }),
    tokens: number(undefined, { min: 1, support: acts('at least so many tokens of the newest messages stay, as far as they fit') }),
  }),
  contextPruning: object(
    {
      enabled: flag(false),
      keepLastAssistants: number(3),
      softTrimRatio: number(0.3),
      hardClearRatio: number(0.5),
      minPrunableToolChars: number(50_000),
    },
    { support: notYet('shortens results of tools, and waits for tools') },
  ),
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

export const speech: Spec = object(
  {
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
  },
  { support: notYet('waits for speech') },
);

export const ocr: Spec = object(
  {
    strategy: text(),
    apiKey: secret(),
    baseURL: reference(),
    mistralModel: reference(),
    allowedAddresses: texts(),
  },
  { support: notYet('waits for text recognition in files') },
);
