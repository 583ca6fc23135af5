import type { EndpointAccess, ProviderFormat } from '../port.ts';

interface Vendor {
  readonly format: Exclude<ProviderFormat, 'demo'>;
  readonly access: Pick<EndpointAccess, 'baseUrl'> & Partial<EndpointAccess>;
  /** A model that reasons, of those the vendor names. */
  readonly model: string;
  /** How much it is to think, where it is told so in tokens; a high effort where this is absent. */
  readonly thinkingBudget?: number;
  /** What Parley keeps of a thought that the vendor signed, or sealed. */
  readonly signature?: string;
  /** The pages of the vendor's reference that its requests are written after. */
  readonly reference: readonly string[];
}

const chatCompletions = 'platform.openai.com/docs/api-reference/chat/create';

const account = { email: 'parley@example.iam.gserviceaccount.com', privateKey: 'none', tokenUrl: 'https://oauth2.googleapis.com/token' };

/** Everybody Parley says it talks to, by the word that the names of their recordings and requests begin with, and how they are reached. */
export const vendors = {
  'openai-chat': {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.openai.com/v1' },
    model: 'gpt-5-mini',
    reference: [chatCompletions, 'platform.openai.com/docs/guides/function-calling?api-mode=chat'],
  },
  'openai-responses': {
    format: 'openai-responses',
    access: { baseUrl: 'https://api.openai.com/v1' },
    model: 'gpt-5',
    signature: 'openai:rs_1:gAAAAABo',
    reference: ['platform.openai.com/docs/api-reference/responses/create', 'platform.openai.com/docs/guides/reasoning'],
  },
  azure: {
    format: 'openai-chat',
    access: { baseUrl: 'https://example.openai.azure.com/openai/deployments/chat?api-version=2024-10-21', keyHeaders: ['api-key'] },
    model: 'gpt-5-mini',
    reference: ['learn.microsoft.com/azure/ai-services/openai/reference#chat-completions'],
  },
  anthropic: {
    format: 'anthropic-messages',
    access: { baseUrl: 'https://api.anthropic.com' },
    model: 'claude-sonnet-4-5',
    thinkingBudget: 2_048,
    signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3h',
    reference: [
      'platform.claude.com/docs/en/api/messages',
      'platform.claude.com/docs/en/build-with-claude/extended-thinking',
      'platform.claude.com/docs/en/build-with-claude/prompt-caching',
    ],
  },
  gemini: {
    format: 'google-gemini',
    access: { baseUrl: 'https://generativelanguage.googleapis.com' },
    model: 'gemini-2.5-flash',
    signature: 'google:call:CtIBA',
    reference: ['ai.google.dev/api/generate-content', 'ai.google.dev/gemini-api/docs/thought-signatures'],
  },
  vertex: {
    format: 'google-gemini',
    access: {
      baseUrl: 'https://us-central1-aiplatform.googleapis.com',
      google: { vertex: { project: 'example', location: 'us-central1', account } },
    },
    model: 'gemini-2.5-pro',
    thinkingBudget: 2_048,
    signature: 'google:call:CtIBA',
    reference: ['cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.publishers.models/streamGenerateContent'],
  },
  bedrock: {
    format: 'bedrock-converse',
    access: { baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com' },
    model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    thinkingBudget: 2_048,
    signature: 'ErUBCkYICBgCIkA',
    reference: ['docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html'],
  },
  mistral: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.mistral.ai/v1' },
    model: 'mistral-small-latest',
    reference: ['docs.mistral.ai/api/endpoint/chat'],
  },
  cohere: {
    format: 'cohere',
    access: { baseUrl: 'https://api.cohere.com' },
    model: 'command-a-reasoning-08-2025',
    thinkingBudget: 2_048,
    reference: ['docs.cohere.com/reference/chat-stream', 'docs.cohere.com/docs/tool-use-overview'],
  },
  ollama: {
    format: 'ollama',
    access: { baseUrl: 'http://127.0.0.1:11434' },
    model: 'qwen3',
    reference: ['docs.ollama.com/api/chat', 'docs.ollama.com/capabilities/thinking'],
  },
  openrouter: {
    format: 'openai-chat',
    access: { baseUrl: 'https://openrouter.ai/api/v1' },
    model: 'anthropic/claude-sonnet-4.5',
    reference: ['openrouter.ai/docs/api/reference/overview', 'openrouter.ai/docs/use-cases/reasoning-tokens'],
  },
  xai: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.x.ai/v1' },
    model: 'grok-3-mini',
    reference: ['docs.x.ai/docs/api-reference#chat-completions'],
  },
  deepseek: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.deepseek.com/v1' },
    model: 'deepseek-chat',
    reference: ['api-docs.deepseek.com/api/create-chat-completion'],
  },
  groq: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.groq.com/openai/v1' },
    model: 'openai/gpt-oss-120b',
    reference: ['console.groq.com/docs/api-reference#chat-create', 'console.groq.com/docs/reasoning'],
  },
  perplexity: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.perplexity.ai' },
    model: 'sonar-reasoning-pro',
    reference: ['docs.perplexity.ai/api-reference/chat-completions-post'],
  },
  together: {
    format: 'openai-chat',
    access: { baseUrl: 'https://api.together.xyz/v1' },
    model: 'deepseek-ai/DeepSeek-R1',
    reference: ['docs.together.ai/reference/chat-completions-1'],
  },
  compatible: {
    format: 'openai-chat',
    access: { baseUrl: 'http://127.0.0.1:8000/v1' },
    model: 'Qwen/Qwen3-32B',
    reference: [chatCompletions, 'docs.vllm.ai/en/latest/serving/openai_compatible_server.html'],
  },
} as const satisfies Readonly<Record<string, Vendor>>;

export type VendorName = keyof typeof vendors;

export const vendorNames = Object.keys(vendors) as VendorName[];

/** Who this is, without what is known of this one alone. */
export const vendorOf = (name: VendorName): Vendor => vendors[name];
