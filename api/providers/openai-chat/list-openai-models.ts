import { limits, type ModelCapabilities, type ModelInfo, type ModelPrices } from '@parley/contracts';
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

/** Dollars for a token in words, as OpenRouter gives them, or for a million in figures, as Together does; a negative one means that it depends. */
function dollarsOf(value: unknown): number | undefined {
  const dollars = typeof value === 'string' ? Number(value) * 1_000_000 : value;
  return typeof dollars === 'number' && Number.isFinite(dollars) && dollars >= 0 ? Number(dollars.toPrecision(12)) : undefined;
}

function pricesOf(entry: Loose): ModelPrices | undefined {
  const pricing = asObject(entry['pricing']);
  const input = dollarsOf(pricing?.['prompt'] ?? pricing?.['input']);
  const output = dollarsOf(pricing?.['completion'] ?? pricing?.['output']);
  // All zeros with Together: of another kind than tokens.
  if (input === undefined || output === undefined || (pricing?.['input'] === 0 && output === 0)) return undefined;
  const cachedInput = dollarsOf(pricing?.['input_cache_read'] ?? pricing?.['cached_input']);
  const cacheWrite = dollarsOf(pricing?.['input_cache_write']);
  return {
    input,
    output,
    ...(cachedInput === undefined ? {} : { cachedInput }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
  };
}

/** What OpenRouter says in words and Mistral in flags. */
function capabilitiesOf(entry: Loose): ModelCapabilities {
  const takes = asObject(entry['architecture'])?.['input_modalities'];
  const settings = entry['supported_parameters'];
  const flags = asObject(entry['capabilities']);
  const flag = (name: string): boolean | undefined => (typeof flags?.[name] === 'boolean' ? flags[name] : undefined);
  const among = (list: unknown, ...names: string[]): boolean | undefined =>
    Array.isArray(list) ? names.some((name) => list.includes(name)) : undefined;
  const found = {
    images: among(takes, 'image') ?? flag('vision'),
    documents: among(takes, 'file'),
    audio: among(takes, 'audio') ?? flag('audio'),
    tools: among(settings, 'tools') ?? flag('function_calling'),
    reasoning: among(settings, 'reasoning', 'include_reasoning') ?? flag('reasoning'),
    json: among(settings, 'response_format', 'structured_outputs'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

const wholeCount = (value: unknown): number | undefined => {
  const count = asCount(value);
  return count !== undefined && Number.isInteger(count) && count > 0 ? count : undefined;
};

function factsOf(entry: Loose): Omit<ModelInfo, 'id' | 'name'> {
  const contextTokens = contextOf(entry);
  const outputTokens = wholeCount(asObject(entry['top_provider'])?.['max_completion_tokens']) ?? wholeCount(entry['max_completion_tokens']);
  const capabilities = capabilitiesOf(entry);
  const prices = pricesOf(entry);
  return {
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(Object.keys(capabilities).length === 0 ? {} : { capabilities }),
    ...(prices === undefined ? {} : { prices }),
  };
}

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
    models.set(id, { id, name: name.slice(0, limits.modelNameCharacters), ...factsOf(entry) });
  }
  return [...models.values()];
}
