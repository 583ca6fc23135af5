import type { ModelCapabilities } from '@parley/contracts';
import { row, type VendorData } from '../model-data.ts';

const gemini: ModelCapabilities = { images: true, documents: true, audio: true, tools: true, reasoning: true, json: true };
const million = 1_048_576;

/** From ai.google.dev (models, pricing), paid tier, 29 November 2026. Vertex charges the same in its global region. */
export const googleModels: VendorData = {
  endpoints: ['google'],
  hosts: ['generativelanguage.googleapis.com', 'aiplatform.googleapis.com', '.aiplatform.googleapis.com', '-aiplatform.googleapis.com'],
  models: {
    'gemini-4-argon': row({ context: million, can: gemini, price: [2, 10, 0.1] }),
    'gemini-3.8-flash': row({ context: million, can: gemini, price: [0.75, 3.75, 0.075] }),
    'gemini-3.7-flash': row({ context: million, can: gemini, price: [0.75, 3.75, 0.075] }),
    'gemini-3.6-flash': row({ context: million, can: gemini, price: [0.75, 3.75, 0.075] }),
    'gemini-3.5-flash': row({ context: million, can: gemini, price: [1.5, 9, 0.15] }),
    'gemini-3.5-flash-lite': row({ context: million, can: gemini, price: [0.3, 2.5, 0.03] }),
    'gemini-3.1-pro-preview': row({ context: million, output: 65_536, can: gemini, price: [2, 12, 0.2], long: [200_000, [4, 18, 0.4]] }),
    'gemini-3.1-flash-lite': row({ context: million, output: 65_536, can: gemini, price: [0.25, 1.5, 0.025] }),
    'gemini-3-pro-preview': row({ context: million, output: 65_536, can: gemini, price: [2, 12, 0.2], long: [200_000, [4, 18, 0.4]] }),
    'gemini-3-flash-preview': row({ context: million, output: 65_536, can: gemini, price: [0.5, 3, 0.05] }),
    'gemini-2.5-pro': row({ context: million, output: 65_536, can: gemini, price: [1.25, 10, 0.125], long: [200_000, [2.5, 15, 0.25]] }),
    'gemini-2.5-flash': row({ context: million, output: 65_536, can: gemini, price: [0.3, 2.5, 0.03] }),
    'gemini-2.5-flash-lite': row({ context: million, output: 65_536, can: gemini, price: [0.1, 0.4, 0.01] }),
    'gemini-2.0-flash': row({ context: million, output: 8_192, can: { ...gemini, reasoning: false }, price: [0.1, 0.4, 0.025] }),
    'gemini-2.0-flash-lite': row({ context: million, output: 8_192, can: { ...gemini, reasoning: false }, price: [0.075, 0.3] }),
  },
  families: {
    'gemini-': row({ context: million, can: { images: true, documents: true, audio: true, tools: true } }),
    'gemini-2.5-': row({ context: million, output: 65_536, can: gemini }),
    'gemini-3': row({ context: million, can: gemini }),
    'gemma-3': row({ context: 131_072 }),
    'gemma-4': row({ context: 262_144 }),
  },
};
