import type { ModelCapabilities } from '@parley/contracts';
import { row, type VendorData } from '../model-data.ts';

const claude: ModelCapabilities = { images: true, documents: true, tools: true };
const thinking: ModelCapabilities = { ...claude, reasoning: true };
const million = 1_000_000;

/**
 * From platform.claude.com (models, pricing), 29 November 2026. A cache is written for five minutes. Bedrock and Vertex charge the same in
 * their global regions.
 */
export const anthropicModels: VendorData = {
  endpoints: ['anthropic', 'bedrock'],
  hosts: ['api.anthropic.com', '.amazonaws.com', '.googleapis.com'],
  models: {
    'claude-fable-5-2': row({ context: million, output: 128_000, can: thinking, price: [8, 40, 0.2, 10] }),
    'claude-fable-5-1': row({ context: million, output: 128_000, can: thinking, price: [10, 50, 0.25, 12.5] }),
    'claude-fable-5': row({ context: million, output: 128_000, can: thinking, price: [10, 50, 1, 12.5] }),
    'claude-opus-5-5': row({ context: million, output: 128_000, can: thinking, price: [4, 20, 0.2, 5] }),
    'claude-opus-5': row({ context: million, output: 128_000, can: thinking, price: [5, 25, 0.5, 6.25] }),
    'claude-opus-4-8': row({ context: million, output: 128_000, can: thinking, price: [5, 25, 0.5, 6.25] }),
    'claude-opus-4-7': row({ context: million, output: 128_000, can: thinking, price: [5, 25, 0.5, 6.25] }),
    'claude-opus-4-6': row({ context: million, output: 128_000, can: thinking, price: [5, 25, 0.5, 6.25] }),
    'claude-opus-4-5': row({ context: 200_000, output: 64_000, can: thinking, price: [5, 25, 0.5, 6.25] }),
    'claude-opus-4-1': row({ context: 200_000, output: 32_000, can: thinking, price: [15, 75, 1.5, 18.75] }),
    'claude-opus-4': row({ context: 200_000, output: 32_000, can: thinking, price: [15, 75, 1.5, 18.75] }),
    'claude-sonnet-5-5': row({ context: million, output: 128_000, can: thinking, price: [2, 10, 0.1, 2.5] }),
    'claude-sonnet-5': row({ context: million, output: 128_000, can: thinking, price: [2, 10, 0.2, 2.5] }),
    'claude-sonnet-4-6': row({ context: million, output: 64_000, can: thinking, price: [3, 15, 0.3, 3.75] }),
    'claude-sonnet-4-5': row({
      context: 200_000,
      output: 64_000,
      can: thinking,
      price: [3, 15, 0.3, 3.75],
      long: [200_000, [6, 22.5, 0.6, 7.5]],
    }),
    'claude-sonnet-4': row({ context: 200_000, output: 64_000, can: thinking, price: [3, 15, 0.3, 3.75] }),
    'claude-haiku-5-5': row({
      context: million,
      output: 128_000,
      can: thinking,
      price: [0.1, 0.5, 0.01, 0.125],
      long: [100_000, [0.5, 2.5, 0.05, 0.625]],
    }),
    'claude-haiku-4-5': row({ context: 200_000, output: 64_000, can: thinking, price: [1, 5, 0.1, 1.25] }),
    'claude-3-7-sonnet': row({ context: 200_000, output: 64_000, can: thinking, price: [3, 15, 0.3, 3.75] }),
    'claude-3-5-sonnet': row({ context: 200_000, output: 8_192, can: claude, price: [3, 15, 0.3, 3.75] }),
    'claude-3-5-haiku': row({ context: 200_000, output: 8_192, can: claude, price: [0.8, 4, 0.08, 1] }),
    'claude-3-opus': row({ context: 200_000, output: 4_096, can: claude, price: [15, 75, 1.5, 18.75] }),
    'claude-3-haiku': row({ context: 200_000, output: 4_096, can: claude, price: [0.25, 1.25, 0.03, 0.3] }),
  },
  families: {
    'claude-': row({ context: 200_000, can: claude }),
    'claude-opus-4': row({ context: 200_000, output: 32_000, can: thinking }),
    'claude-sonnet-4': row({ context: 200_000, output: 64_000, can: thinking }),
    'claude-haiku-4': row({ context: 200_000, output: 64_000, can: thinking }),
  },
};
