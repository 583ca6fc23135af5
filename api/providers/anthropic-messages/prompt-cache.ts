import type { EndpointAccess } from '../port.ts';
import type { AnthropicRequest, CacheControl } from './anthropic-types.ts';

type Cached = Pick<AnthropicRequest, 'system' | 'cache_control'>;

/** Fewer characters than any model caches by themselves: a mark behind them would be in vain. */
const leastCached = 4_096;

/**
 * Marks what is to be kept: the whole request, of which the next turn is a continuation, and a long system's words by themselves, which begin other
 * chats too.
 */
export function cachePrompt(system: string, keep: EndpointAccess['promptCache'] = '5m'): Cached {
  const plain = system === '' ? {} : { system };
  if (keep === 'off') return plain;
  const cache_control: CacheControl = keep === '1h' ? { type: 'ephemeral', ttl: '1h' } : { type: 'ephemeral' };
  return system.length < leastCached
    ? { ...plain, cache_control }
    : { system: [{ type: 'text', text: system, cache_control }], cache_control };
}

/** For a server that does not know of it. */
export function withoutCache(request: AnthropicRequest): AnthropicRequest {
  const { cache_control: _, system, ...body } = request;
  return system === undefined ? body : { ...body, system: typeof system === 'string' ? system : system[0].text };
}
