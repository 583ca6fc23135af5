import { limits, type ModelInfo } from '@parley/contracts';
import { asArray, asCount, asObject, asWords, type Loose } from '../kit/tolerant.ts';
import type { ModelPage } from '../kit/read-list.ts';

/** Vertex tells the names of its publishers' models and nothing else. */
function readVertexPage(page: Loose): ModelPage {
  const models = asArray(page['publisherModels']).flatMap((item): ModelInfo[] => {
    const id = asWords(asObject(item)?.['name'])?.split('/').at(-1);
    return id?.startsWith('claude') && id.length <= limits.modelNameCharacters ? [{ id, name: id }] : [];
  });
  return { models, next: asWords(page['nextPageToken']) };
}

/** One page of `GET /v1/models`, or of Vertex's list; null when it is none. */
export function readAnthropicModelPage(body: unknown): ModelPage | null {
  const page = asObject(body);
  if (page && Array.isArray(page['publisherModels'])) return readVertexPage(page);
  if (!page || !Array.isArray(page['data'])) return null;
  const models = asArray(page['data']).flatMap((item): ModelInfo[] => {
    const entry = asObject(item);
    const id = asWords(entry?.['id']);
    if (!entry || id === undefined || id.length > limits.modelNameCharacters) return [];
    const contextTokens = asCount(entry['max_input_tokens']) ?? asCount(entry['context_length']);
    const isWhole = contextTokens !== undefined && Number.isInteger(contextTokens) && contextTokens > 0;
    const outputTokens = asCount(entry['max_tokens']);
    const isLimit = outputTokens !== undefined && Number.isInteger(outputTokens) && outputTokens > 0;
    const name = (asWords(entry['display_name']) ?? id).slice(0, limits.modelNameCharacters);
    return [{ id, name, ...(isWhole ? { contextTokens } : {}), ...(isLimit ? { outputTokens } : {}) }];
  });
  return { models, next: page['has_more'] === true ? (asWords(page['last_id']) ?? models.at(-1)?.id) : undefined };
}
