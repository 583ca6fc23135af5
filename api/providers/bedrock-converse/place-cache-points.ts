import type { BedrockMessage, BedrockRequest, CachePoint } from './bedrock-types.ts';
import { cachesPrompts, modelFamily } from './model-family.ts';

const point: CachePoint = { cachePoint: { type: 'default' } };

/** How many of the latest messages of the person end in a point: the newest is written, the one before is read. */
const recent = 2;

/**
 * Marks where a prompt may be cached: after the tools, after the system's words, and after the two latest messages of the person, which makes the
 * four that are allowed. What comes before a point is the same in the next turn. Models that do not cache get none.
 */
export function placeCachePoints(model: string, request: BedrockRequest): BedrockRequest {
  if (!cachesPrompts(model)) return request;
  let left = recent;
  const messages: BedrockMessage[] = request.messages
    .toReversed()
    .map((message) => (message.role === 'user' && (left -= 1) >= 0 ? { ...message, content: [...message.content, point] } : message))
    .toReversed();
  const { system, toolConfig } = request;
  return {
    ...request,
    messages,
    ...(system === undefined ? {} : { system: [...system, point] }),
    // Nova does not cache tools.
    ...(toolConfig === undefined || modelFamily(model) === 'nova'
      ? {}
      : { toolConfig: { ...toolConfig, tools: [...toolConfig.tools, point] } }),
  };
}

const isPoint = (block: object): boolean => 'cachePoint' in block;

/** Whether a request has any. */
export const hasCachePoints = ({ messages, system = [], toolConfig }: BedrockRequest): boolean =>
  [...system, ...(toolConfig?.tools ?? [])].some(isPoint) || messages.some(({ content }) => content.some(isPoint));

/** For a model that turns out not to take them. */
export function withoutCachePoints(request: BedrockRequest): BedrockRequest {
  const { messages, system, toolConfig } = request;
  const kept = <Block extends object>(blocks: readonly Block[]): Block[] => blocks.filter((block) => !isPoint(block));
  return {
    ...request,
    messages: messages.map(({ role, content }) => ({ role, content: kept(content) })),
    ...(system === undefined ? {} : { system: kept(system) }),
    ...(toolConfig === undefined ? {} : { toolConfig: { ...toolConfig, tools: kept(toolConfig.tools) } }),
  };
}
