import type { KnownPart } from '@parley/contracts';
import type { SearchBlock } from './anthropic-types.ts';
import { unwrapSearch } from './search-blocks.ts';

/** Whether the searches of an answer are sent: `open` is an answer that goes on, whose last search may still wait for what it finds. */
export type Searches = 'none' | 'closed' | 'open';

/**
 * The searches that are sent, by the part that keeps them. One whose result is missing is left out, unless Anthropic still runs it: when the answer
 * goes on, or when it waits for the result of another call made with it.
 */
export function keptSearches(parts: readonly KnownPart[], searches: Searches): ReadonlyMap<string, SearchBlock> {
  const kept = new Map<string, SearchBlock>();
  if (searches === 'none') return kept;
  for (const part of parts) {
    const block = part.type === 'reasoning' && part.signature !== undefined ? unwrapSearch(part.signature) : undefined;
    if (block) kept.set(part.id, block);
  }
  const begun = new Set([...kept.values()].flatMap((block) => (block.type === 'server_tool_use' ? [block.id] : [])));
  const found = new Set([...kept.values()].flatMap((block) => (block.type === 'web_search_tool_result' ? [block.tool_use_id] : [])));
  const lastCall = parts.findLastIndex(({ type }) => type === 'tool-call');
  for (const [id, block] of kept) {
    const waits = searches === 'open' || parts.findIndex((part) => part.id === id) < lastCall;
    if (block.type === 'server_tool_use' ? !found.has(block.id) && !waits : !begun.has(block.tool_use_id)) kept.delete(id);
  }
  return kept;
}
