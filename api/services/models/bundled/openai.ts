import type { ModelCapabilities } from '@parley/contracts';
import { row, type VendorData } from '../model-data.ts';

const gpt: ModelCapabilities = { images: true, documents: true, tools: true, json: true };
const thinking: ModelCapabilities = { ...gpt, reasoning: true };
/** Above this much input the newer models charge the whole request by a second list. */
const long = 272_000;

/** From developers.openai.com (models, pricing), 29 November 2026. */
export const openAiModels: VendorData = {
  endpoints: ['openAI', 'azureOpenAI'],
  hosts: ['api.openai.com', '.openai.azure.com', '.cognitiveservices.azure.com', '.services.ai.azure.com'],
  models: {
    'gpt-6.1-sol': row({ context: 1_050_000, can: thinking, price: [2, 10, 0.1, 2.5], long: [long, [4, 15, 0.2, 5]] }),
    'gpt-6.1-terra': row({ context: 1_050_000, can: thinking, price: [1, 5, 0.05, 1.25], long: [long, [2, 7.5, 0.1, 2.5]] }),
    'gpt-6-astra': row({ context: 1_050_000, can: thinking, price: [10, 50, 1, 12.5], long: [long, [20, 75, 2, 25]] }),
    'gpt-6-sol': row({ context: 1_050_000, can: thinking, price: [2, 10, 0.2, 2.5], long: [long, [4, 15, 0.4, 5]] }),
    'gpt-6-luna': row({ context: 1_050_000, can: thinking, price: [0.1, 0.5, 0.01, 0.125], long: [long, [0.2, 0.75, 0.02, 0.25]] }),
    'gpt-5.6-sol': row({ context: 1_050_000, can: thinking, price: [4, 20, 0.4, 5], long: [long, [8, 30, 0.8, 10]] }),
    'gpt-5.6-terra': row({ context: 1_050_000, can: thinking, price: [2, 12, 0.2, 2.5], long: [long, [4, 18, 0.4, 5]] }),
    'gpt-5.6-luna': row({ context: 1_050_000, can: thinking, price: [0.2, 1.2, 0.02, 0.25], long: [long, [0.4, 1.8, 0.04, 0.5]] }),
    'gpt-5.5': row({ context: 1_000_000, output: 128_000, can: thinking, price: [5, 30, 0.5], long: [long, [10, 45, 1]] }),
    'gpt-5.5-pro': row({ context: 1_000_000, output: 128_000, can: thinking, price: [30, 180], long: [long, [60, 270]] }),
    'gpt-5.4': row({ context: 1_050_000, output: 128_000, can: thinking, price: [2.5, 15, 0.25], long: [long, [5, 22.5, 0.5]] }),
    'gpt-5.4-pro': row({ context: 1_050_000, output: 128_000, can: thinking, price: [30, 180], long: [long, [60, 270]] }),
    'gpt-5.4-mini': row({ context: 400_000, output: 128_000, can: thinking, price: [0.75, 4.5, 0.075] }),
    'gpt-5.4-nano': row({ context: 400_000, output: 128_000, can: thinking, price: [0.2, 1.25, 0.02] }),
    'gpt-5.3-codex': row({ context: 400_000, output: 128_000, can: thinking, price: [1.75, 14, 0.175] }),
    'gpt-5.2': row({ context: 400_000, output: 128_000, can: thinking, price: [1.75, 14, 0.175] }),
    'gpt-5.2-pro': row({ context: 400_000, output: 128_000, can: thinking, price: [21, 168] }),
    'gpt-5.1': row({ context: 400_000, output: 128_000, can: thinking, price: [1.25, 10, 0.125] }),
    'gpt-5': row({ context: 400_000, output: 128_000, can: thinking, price: [1.25, 10, 0.125] }),
    'gpt-5-codex': row({ context: 400_000, output: 128_000, can: thinking, price: [1.25, 10, 0.125] }),
    'gpt-5-mini': row({ context: 400_000, output: 128_000, can: thinking, price: [0.25, 2, 0.025] }),
    'gpt-5-nano': row({ context: 400_000, output: 128_000, can: thinking, price: [0.05, 0.4, 0.005] }),
    'gpt-5-pro': row({ context: 400_000, output: 272_000, can: thinking, price: [15, 120] }),
    'gpt-4.1': row({ context: 1_047_576, output: 32_768, can: gpt, price: [2, 8, 0.5] }),
    'gpt-4.1-mini': row({ context: 1_047_576, output: 32_768, can: gpt, price: [0.4, 1.6, 0.1] }),
    'gpt-4.1-nano': row({ context: 1_047_576, output: 32_768, can: gpt, price: [0.1, 0.4, 0.025] }),
    'gpt-4o': row({ context: 128_000, output: 16_384, can: gpt, price: [2.5, 10, 1.25] }),
    'gpt-4o-2024-05-13': row({ context: 128_000, output: 4_096, can: gpt, price: [5, 15] }),
    'gpt-4o-mini': row({ context: 128_000, output: 16_384, can: gpt, price: [0.15, 0.6, 0.075] }),
    'gpt-4-turbo': row({ context: 128_000, output: 4_096, can: { images: true, tools: true, json: true }, price: [10, 30] }),
    'gpt-4': row({ context: 8_192, output: 8_192, can: { images: false, tools: true }, price: [30, 60] }),
    'gpt-3.5-turbo': row({ context: 16_385, output: 4_096, can: { images: false, tools: true }, price: [0.5, 1.5] }),
    'o4-mini': row({ context: 200_000, output: 100_000, can: thinking, price: [1.1, 4.4, 0.275] }),
    o3: row({ context: 200_000, output: 100_000, can: thinking, price: [2, 8, 0.5] }),
    'o3-pro': row({ context: 200_000, output: 100_000, can: thinking, price: [20, 80] }),
    'o3-mini': row({
      context: 200_000,
      output: 100_000,
      can: { images: false, tools: true, reasoning: true, json: true },
      price: [1.1, 4.4, 0.55],
    }),
    o1: row({ context: 200_000, output: 100_000, can: thinking, price: [15, 60, 7.5] }),
  },
  families: {
    'gpt-6': row({ context: 400_000, can: thinking }),
    'gpt-5': row({ context: 400_000, output: 128_000, can: thinking }),
    'gpt-5-chat': row({ context: 128_000, output: 16_384, can: gpt }),
    'gpt-5.1-chat': row({ context: 128_000, output: 16_384, can: gpt }),
    'gpt-5.2-chat': row({ context: 128_000, output: 16_384, can: gpt }),
    'gpt-5.3-chat': row({ context: 128_000, output: 16_384, can: gpt }),
    'gpt-4.1': row({ context: 1_047_576, output: 32_768, can: gpt }),
    'gpt-4o': row({ context: 128_000, output: 16_384, can: gpt }),
    'gpt-4o-audio': row({ context: 128_000, output: 16_384, can: { audio: true, tools: true } }),
    'gpt-audio': row({ context: 128_000, output: 16_384, can: { audio: true, tools: true } }),
    'gpt-oss-': row({ context: 131_072, can: { images: false, tools: true, reasoning: true } }),
    'o1-': row({ context: 128_000, can: { reasoning: true } }),
    'o3-': row({ context: 200_000, output: 100_000, can: { reasoning: true } }),
    'o4-': row({ context: 200_000, output: 100_000, can: { reasoning: true } }),
  },
};
