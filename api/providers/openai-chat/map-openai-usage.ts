import type { Usage } from '@parley/contracts';
import { asCount, asObject, type Loose } from '../kit/tolerant.ts';

/** Token counts of a chunk, wherever this server puts them; undefined when it has none. */
export function mapOpenAiUsage(chunk: Loose): Usage | undefined {
  const usage = asObject(chunk['usage']) ?? asObject(asObject(chunk['x_groq'])?.['usage']);
  if (!usage) return undefined;
  const input = asCount(usage['prompt_tokens']) ?? asCount(usage['input_tokens']);
  const said = asCount(usage['completion_tokens']) ?? asCount(usage['output_tokens']);
  const cached =
    asCount(asObject(usage['prompt_tokens_details'])?.['cached_tokens']) ??
    asCount(usage['prompt_cache_hit_tokens']) ??
    asCount(usage['cached_tokens']);
  const reasoning = asCount(asObject(usage['completion_tokens_details'])?.['reasoning_tokens']) ?? asCount(usage['reasoning_tokens']);
  // xAI counts reasoning beside the answer instead of within it; its total tells.
  const isBeside = !!reasoning && said !== undefined && usage['total_tokens'] === (input ?? 0) + said + reasoning;
  const output = isBeside ? said + reasoning : said;
  const mapped: Usage = {
    ...(input === undefined ? {} : { inputTokens: input }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
  };
  return Object.keys(mapped).length === 0 ? undefined : mapped;
}
