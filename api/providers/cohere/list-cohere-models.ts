import { limits, type ModelInfo } from '@parley/contracts';
import { asArray, asCount, asObject, asWords } from '../kit/tolerant.ts';
import type { ModelPage } from '../kit/read-list.ts';

/** One page of `GET /v1/models`, without models that are deprecated or do not chat; null when it is none. */
export function readCohereModelPage(body: unknown): ModelPage | null {
  const page = asObject(body);
  if (!page || !Array.isArray(page['models'])) return null;
  const models = asArray(page['models']).flatMap((item): ModelInfo[] => {
    const entry = asObject(item);
    const id = asWords(entry?.['name']);
    if (!entry || id === undefined || id.length > limits.modelNameCharacters || entry['is_deprecated'] === true) return [];
    if (Array.isArray(entry['endpoints']) && !asArray(entry['endpoints']).includes('chat')) return [];
    const contextTokens = asCount(entry['context_length']);
    const isWhole = contextTokens !== undefined && Number.isInteger(contextTokens) && contextTokens > 0;
    return [{ id, name: id, ...(isWhole ? { contextTokens } : {}) }];
  });
  return { models, next: asWords(page['next_page_token']) };
}
