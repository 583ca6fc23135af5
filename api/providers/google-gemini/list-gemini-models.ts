import { limits, type ModelInfo } from '@parley/contracts';
import { asArray, asCount, asObject, asWords } from '../kit/tolerant.ts';
import type { ModelPage } from '../kit/read-list.ts';

const answers = new Set(['generateContent', 'streamGenerateContent']);

/** One page of the list of Google AI, or of Vertex's publisher models; null when it is none. Models that give no answers are left out. */
export function readGeminiModelPage(body: unknown): ModelPage | null {
  const page = asObject(body);
  if (!page) return null;
  const isVertex = Array.isArray(page['publisherModels']);
  const list = isVertex ? page['publisherModels'] : page['models'];
  const next = asWords(page['nextPageToken']);
  // An empty page has no list at all.
  if (!Array.isArray(list)) return Object.keys(page).length === 0 || next !== undefined ? { models: [], next } : null;
  const models = asArray(list).flatMap((item): ModelInfo[] => {
    const entry = asObject(item);
    const id = asWords(entry?.['name'])?.replace(/^(?:publishers\/google\/)?models\//, '');
    if (!entry || id === undefined || id.length > limits.modelNameCharacters) return [];
    const methods = entry['supportedGenerationMethods'];
    if (Array.isArray(methods) && !methods.some((method) => answers.has(String(method)))) return [];
    if (isVertex && (!/^(?:gemini|gemma)-/.test(id) || id.includes('embedding'))) return [];
    const contextTokens = asCount(entry['inputTokenLimit']);
    const isWhole = contextTokens !== undefined && Number.isInteger(contextTokens) && contextTokens > 0;
    return [
      { id, name: (asWords(entry['displayName']) ?? id).slice(0, limits.modelNameCharacters), ...(isWhole ? { contextTokens } : {}) },
    ];
  });
  return { models, next };
}
