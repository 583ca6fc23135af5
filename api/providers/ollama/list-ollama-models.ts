import { limits, type ModelInfo } from '@parley/contracts';
import { asArray, asCount, asObject, asText, asWords } from '../kit/tolerant.ts';

/** What embeds only, by name, for servers that do not tell what a model can do. */
const otherKinds = /(?:^|[-/])(?:embed(?:ding)?s?|minilm|bge|rerank(?:er)?)(?:[-:/.]|$)/i;

/** The names in a `GET /api/tags` answer, in the server's order; null when it is none. */
export function readOllamaTags(body: unknown): string[] | null {
  const list = asObject(body)?.['models'];
  if (!Array.isArray(list)) return null;
  const names = (list as unknown[]).flatMap((item) => asWords(asObject(item)?.['name']) ?? asWords(asObject(item)?.['model']) ?? []);
  return [...new Set(names)].filter((name) => name.length <= limits.modelNameCharacters);
}

/** The context a model was made for, and the smaller one it is run with when its parameters say so. */
function contextOf(show: Record<string, unknown>): number | undefined {
  const info = asObject(show['model_info']) ?? {};
  const made = Object.entries(info).find(([name]) => name.endsWith('.context_length'))?.[1];
  const set = /^num_ctx\s+(\d+)\s*$/m.exec(asText(show['parameters']) ?? '')?.[1];
  const sizes = [asCount(made), set === undefined ? undefined : Number(set)].filter((size) => size !== undefined && size > 0);
  return sizes.length === 0 ? undefined : Math.min(...(sizes as number[]));
}

/**
 * One model, out of what `POST /api/show` says of it; null for one that does not chat. A server that says nothing of it leaves the name to
 * decide.
 */
export function readOllamaModel(id: string, show: unknown): ModelInfo | null {
  const known = asObject(show) ?? {};
  const { capabilities } = known;
  const chats = Array.isArray(capabilities) ? asArray(capabilities).includes('completion') : !otherKinds.test(id);
  if (!chats) return null;
  const contextTokens = contextOf(known);
  const can = Array.isArray(capabilities) ? asArray(capabilities) : null;
  return {
    id,
    name: id.replace(/:latest$/, ''),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(can === null
      ? {}
      : { capabilities: { images: can.includes('vision'), tools: can.includes('tools'), reasoning: can.includes('thinking') } }),
  };
}
