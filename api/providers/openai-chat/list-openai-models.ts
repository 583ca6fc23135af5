import { limits, type ModelInfo } from '@parley/contracts';
import { asCount, asObject, asWords, type Loose } from '../kit/tolerant.ts';

/** Models that are certainly not for chatting, by the names their makers give them. */
const otherKinds =
  /^(?:text-embedding|text-moderation|omni-moderation|whisper|tts-|dall-e|gpt-image|sora-|babbage-|davinci-)|(?:^|[-/])(?:embed(?:ding)?s?|rerank(?:er)?|transcribe|tts|realtime|image)(?:[-:/.]|$)/i;

function isForChat(entry: Loose, id: string): boolean {
  const kind = asWords(entry['type']);
  if (kind !== undefined && /^(?:image|embeddings?|rerank|moderation|audio|transcribe|video|tts)$/i.test(kind)) return false;
  if (asObject(entry['capabilities'])?.['completion_chat'] === false) return false;
  return !otherKinds.test(id);
}

const contextOf = (entry: Loose): number | undefined =>
  [
    entry['context_length'],
    entry['context_window'],
    entry['max_model_len'],
    entry['max_context_length'],
    entry['loaded_context_length'],
    asObject(entry['meta'])?.['n_ctx_train'],
  ]
    .map(asCount)
    .find((count) => count !== undefined && Number.isInteger(count) && count > 0);

/**
 * The models of a `GET /models` answer, in the server's order: `{data: […]}`, `{models: […]}` or a bare list, of objects or of names. Null
 * when it is none of them.
 */
export function listOpenAiModels(body: unknown): ModelInfo[] | null {
  const outer = asObject(body);
  const list = Array.isArray(body) ? body : (outer?.['data'] ?? outer?.['models']);
  if (!Array.isArray(list)) return null;
  const models = new Map<string, ModelInfo>();
  for (const item of list as unknown[]) {
    const entry = asObject(item) ?? { id: item };
    const id = asWords(entry['id']) ?? asWords(entry['model']) ?? asWords(entry['name']);
    if (id === undefined || id.length > limits.modelNameCharacters || !isForChat(entry, id) || models.has(id)) continue;
    const name = asWords(entry['display_name']) ?? asWords(entry['name']) ?? id;
    const contextTokens = contextOf(entry);
    models.set(id, { id, name: name.slice(0, limits.modelNameCharacters), ...(contextTokens === undefined ? {} : { contextTokens }) });
  }
  return [...models.values()];
}
