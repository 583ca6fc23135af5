import { limits, type ModelInfo } from '@parley/contracts';
import { asArray, asObject, asText, asWords } from '../kit/tolerant.ts';
import type { ModelPage } from '../kit/read-list.ts';

const has = (value: unknown, word: string): boolean => asArray(value).some((entry) => asText(entry)?.toUpperCase() === word);

const infoOf = (id: string, name: string): ModelInfo[] =>
  id.length > limits.modelNameCharacters ? [] : [{ id, name: name.slice(0, limits.modelNameCharacters) }];

/** The models of a region that stream words and are called by their own id; null when the document is no such list. */
export function readFoundationModels(body: unknown): ModelInfo[] | null {
  const list = asObject(body)?.['modelSummaries'];
  if (!Array.isArray(list)) return null;
  return (list as unknown[]).flatMap((item) => {
    const entry = asObject(item);
    const id = asWords(entry?.['modelId']);
    if (!entry || id === undefined) return [];
    const status = asText(asObject(entry['modelLifecycle'])?.['status']);
    const isUsable =
      has(entry['outputModalities'], 'TEXT') &&
      entry['responseStreamingSupported'] === true &&
      has(entry['inferenceTypesSupported'], 'ON_DEMAND') &&
      status !== 'LEGACY';
    const [maker, name] = [asWords(entry['providerName']), asWords(entry['modelName'])];
    return isUsable ? infoOf(id, [maker, name].filter((word) => word !== undefined).join(' ') || id) : [];
  });
}

/** The profiles that models of several regions are called by, and where the next page is. */
export function readInferenceProfiles(body: unknown): ModelPage | null {
  const outer = asObject(body);
  const list = outer?.['inferenceProfileSummaries'];
  if (!Array.isArray(list)) return null;
  const models = (list as unknown[]).flatMap((item) => {
    const entry = asObject(item);
    const id = asWords(entry?.['inferenceProfileId']);
    const isActive = entry?.['status'] === undefined || entry['status'] === 'ACTIVE';
    // Of one kind with chat models, but for pictures, vectors and rerankings.
    const isForChat = id !== undefined && !/stability\.|embed|rerank|canvas|reel|sonic|pegasus|marengo/i.test(id);
    return entry && isActive && isForChat ? infoOf(id, asWords(entry['inferenceProfileName']) ?? id) : [];
  });
  return { models, next: asWords(outer?.['nextToken']) };
}
