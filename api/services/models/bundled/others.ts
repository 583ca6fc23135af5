import type { ModelCapabilities } from '@parley/contracts';
import { row, type VendorData } from '../model-data.ts';

const tools: ModelCapabilities = { tools: true, json: true };
const eyes: ModelCapabilities = { ...tools, images: true };
const thinking: ModelCapabilities = { ...tools, reasoning: true };
const blind: ModelCapabilities = { ...thinking, images: false };

/** From docs.x.ai (models and pricing), 29 November 2026. */
export const xaiModels: VendorData = {
  endpoints: ['xai'],
  hosts: ['api.x.ai'],
  models: {
    'grok-4.7': row({ context: 500_000, can: { ...eyes, reasoning: true }, price: [2, 6, 0.5], long: [199_999, [4, 12, 1]] }),
    'grok-4.6': row({ context: 500_000, can: { ...eyes, reasoning: true }, price: [2, 6, 0.5], long: [199_999, [4, 12, 1]] }),
    'grok-4.5': row({ context: 500_000, can: { ...eyes, reasoning: true }, price: [2, 6, 0.3], long: [199_999, [4, 12, 0.6]] }),
    'grok-4.3': row({ context: 1_000_000, can: { ...eyes, reasoning: true }, price: [1.25, 2.5, 0.2], long: [199_999, [2.5, 5, 0.4]] }),
    'grok-4.20': row({ context: 1_000_000, can: { ...eyes, reasoning: true }, price: [1.25, 2.5, 0.2], long: [199_999, [2.5, 5, 0.4]] }),
    'grok-4-1-fast-reasoning': row({ context: 2_000_000, can: { ...eyes, reasoning: true }, price: [0.2, 0.5, 0.05] }),
    'grok-4-1-fast-non-reasoning': row({ context: 2_000_000, can: eyes, price: [0.2, 0.5, 0.05] }),
    'grok-4-0709': row({ context: 256_000, can: { ...eyes, reasoning: true }, price: [3, 15, 0.75] }),
    'grok-code-fast-1': row({ context: 256_000, can: blind, price: [0.2, 1.5, 0.02] }),
    'grok-3': row({ context: 131_072, can: { ...tools, images: false }, price: [3, 15, 0.75] }),
    'grok-3-mini': row({ context: 131_072, can: blind, price: [0.3, 0.5, 0.075] }),
  },
  families: { 'grok-3': row({ context: 131_072, can: tools }), 'grok-4': row({ context: 256_000, can: eyes }) },
};

/** From api-docs.deepseek.com (pricing), 29 November 2026. */
export const deepSeekModels: VendorData = {
  endpoints: ['deepseek'],
  hosts: ['api.deepseek.com'],
  models: {
    'deepseek-v4-pro': row({ context: 1_000_000, can: blind, price: [0.66, 1.98, 0.022] }),
    'deepseek-v4-flash': row({ context: 1_000_000, can: blind, price: [0.15, 0.6, 0.003] }),
    'deepseek-flash': row({ context: 1_000_000, can: blind, price: [0.15, 0.6, 0.003] }),
  },
  families: {
    'deepseek-v4': row({ context: 1_000_000, can: blind }),
    'deepseek-v3': row({ context: 128_000, can: { tools: true, images: false } }),
    'deepseek-r1': row({ context: 128_000, can: { reasoning: true, images: false } }),
    'deepseek-chat': row({ context: 128_000, can: { tools: true, images: false } }),
    'deepseek-reasoner': row({ context: 128_000, can: blind }),
  },
};

/** From mistral.ai (models, pricing), 29 November 2026. */
export const mistralModels: VendorData = {
  endpoints: ['mistral'],
  hosts: ['api.mistral.ai'],
  models: {
    'mistral-large-4': row({ context: 1_048_576, can: eyes, price: [0.7, 2.1, 0.07] }),
    'mistral-large-2512': row({ context: 262_144, can: eyes, price: [0.5, 1.5, 0.05] }),
    'mistral-medium-3-5': row({ context: 262_144, can: eyes, price: [1.5, 7.5, 0.15] }),
    'mistral-small-2603': row({ context: 262_144, can: eyes, price: [0.15, 0.6, 0.015] }),
    'ministral-14b-2512': row({ context: 262_144, can: eyes, price: [0.2, 0.2, 0.02] }),
    'ministral-8b-2512': row({ context: 262_144, can: eyes, price: [0.15, 0.15, 0.015] }),
    'ministral-3b-2512': row({ context: 131_072, can: eyes, price: [0.1, 0.1, 0.01] }),
    'codestral-2508': row({ context: 256_000, can: { ...tools, images: false }, price: [0.3, 0.9, 0.03] }),
  },
  families: {
    'mistral-': row({ context: 32_768, can: { tools: true } }),
    'mistral-large': row({ context: 128_000, can: { tools: true } }),
    'mistral-medium': row({ context: 128_000, can: { tools: true } }),
    'mistral-small': row({ context: 128_000, can: { tools: true } }),
    ministral: row({ context: 128_000, can: { tools: true } }),
    magistral: row({ context: 40_000, can: { reasoning: true } }),
    codestral: row({ context: 256_000 }),
    pixtral: row({ context: 128_000, can: { images: true, tools: true } }),
  },
};

/** From docs.cohere.com (models) and cohere.com (pricing), 29 November 2026. */
export const cohereModels: VendorData = {
  endpoints: ['cohere'],
  hosts: ['api.cohere.com', 'api.cohere.ai'],
  models: {
    'command-a': row({ context: 256_000, output: 8_000, can: { ...tools, images: false }, price: [2.5, 10] }),
    'command-r-plus-08-2024': row({ context: 128_000, output: 4_000, can: { ...tools, images: false }, price: [2.5, 10] }),
    'command-r-08-2024': row({ context: 128_000, output: 4_000, can: { ...tools, images: false }, price: [0.15, 0.6] }),
    'command-r7b': row({ context: 128_000, output: 4_000, can: { ...tools, images: false }, price: [0.0375, 0.15] }),
  },
  families: {
    'command-a-vision': row({ context: 128_000, output: 8_000, can: { images: true } }),
    'command-a-reasoning': row({ context: 256_000, output: 32_000, can: thinking }),
    'command-a': row({ context: 256_000, output: 8_000, can: tools }),
    'command-r': row({ context: 128_000, output: 4_000, can: tools }),
  },
};

/** From console.groq.com (models, pricing), 29 November 2026. */
export const groqModels: VendorData = {
  endpoints: ['groq'],
  hosts: ['api.groq.com'],
  models: {
    'openai/gpt-oss-120b': row({ context: 131_072, output: 65_536, can: blind, price: [0.15, 0.6, 0.075] }),
    'openai/gpt-oss-20b': row({ context: 131_072, output: 65_536, can: blind, price: [0.075, 0.3, 0.0375] }),
    'llama-3.3-70b-versatile': row({ context: 131_072, output: 32_768, can: { ...tools, images: false }, price: [0.59, 0.79] }),
    'llama-3.1-8b-instant': row({ context: 131_072, output: 131_072, can: { ...tools, images: false }, price: [0.05, 0.08] }),
    'qwen/qwen3-32b': row({ context: 131_072, can: blind, price: [0.29, 0.59] }),
    'meta-llama/llama-4-maverick-17b-128e-instruct': row({ context: 131_072, output: 8_192, can: eyes, price: [0.2, 0.6] }),
    'meta-llama/llama-4-scout-17b-16e-instruct': row({ context: 131_072, output: 8_192, can: eyes, price: [0.11, 0.34] }),
  },
  families: {},
};

/** From docs.perplexity.ai (pricing), 29 November 2026: tokens alone, without what a search costs. */
export const perplexityModels: VendorData = {
  endpoints: ['perplexity'],
  hosts: ['api.perplexity.ai'],
  models: {
    sonar: row({ context: 128_000, can: { images: true, tools: false }, price: [1, 1] }),
    'sonar-pro': row({ context: 200_000, can: { images: true, tools: false }, price: [3, 15] }),
    'sonar-reasoning-pro': row({ context: 128_000, can: { images: true, tools: false, reasoning: true }, price: [2, 8] }),
    'sonar-deep-research': row({ context: 128_000, can: { tools: false, reasoning: true }, price: [2, 8] }),
  },
  families: { sonar: row({ context: 128_000, can: { tools: false } }) },
};

/** From docs.together.ai (models, pricing), 29 November 2026. */
export const togetherModels: VendorData = {
  endpoints: ['together'],
  hosts: ['api.together.xyz', 'api.together.ai'],
  models: {
    'openai/gpt-oss-120b': row({ context: 131_072, can: blind, price: [0.15, 0.6] }),
    'meta-llama/llama-3.3-70b-instruct-turbo': row({ context: 131_072, can: { ...tools, images: false }, price: [0.88, 0.88] }),
    'moonshotai/kimi-k3': row({ context: 1_048_576, can: thinking, price: [3, 15, 0.3] }),
    'zai-org/glm-5.3': row({ context: 1_048_575, can: thinking, price: [1.4, 4.4, 0.26] }),
    'deepseek-ai/deepseek-v4.1-flash': row({ context: 1_000_000, can: blind, price: [0.3, 1.2, 0.006] }),
  },
  families: {},
};

/** Models that anybody may run, from their makers' own pages. What they cost is their host's affair. */
export const openModels: VendorData = {
  endpoints: [],
  hosts: [],
  models: {},
  families: {
    'llama-3.1': row({ context: 131_072, can: { images: false } }),
    'llama-3.2': row({ context: 131_072 }),
    'llama-3.3': row({ context: 131_072, can: { images: false, tools: true } }),
    'qwen3-': row({ context: 32_768, can: { tools: true } }),
    'qwen2.5-': row({ context: 32_768 }),
    'phi-4': row({ context: 16_384 }),
  },
};
