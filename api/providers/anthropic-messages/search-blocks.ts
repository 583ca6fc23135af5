import { asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { searchErrorOf, type AnthropicMessage, type FailedSearch, type FoundPage, type SearchBlock } from './anthropic-types.ts';

const prefix = 'anthropic-search:';

function toPage(raw: unknown): FoundPage[] {
  const page = asObject(raw);
  const url = asWords(page?.['url']);
  const sealed = asWords(page?.['encrypted_content']);
  if (url === undefined || sealed === undefined) return [];
  const title = asText(page?.['title']) ?? '';
  return [{ type: 'web_search_result', title, url, encrypted_content: sealed, page_age: asText(page?.['page_age']) ?? null }];
}

function toResult(content: unknown): readonly FoundPage[] | FailedSearch {
  if (Array.isArray(content)) return content.flatMap(toPage);
  return { type: 'web_search_tool_result_error', error_code: searchErrorOf(asObject(content)?.['error_code']) };
}

/** A search of the web, or what it found, as it is sent back; undefined for another tool of Anthropic's, and for one without a name. */
export function toSearchBlock(block: Loose): SearchBlock | undefined {
  const id = asWords(block['id']);
  const toolUseId = asWords(block['tool_use_id']);
  if (block['type'] === 'server_tool_use' && block['name'] === 'web_search' && id !== undefined)
    return { type: 'server_tool_use', id, name: 'web_search', input: asObject(block['input']) ?? {} };
  if (block['type'] === 'web_search_tool_result' && toolUseId !== undefined)
    return { type: 'web_search_tool_result', tool_use_id: toolUseId, content: toResult(block['content']) };
  return undefined;
}

/** What was found is sealed, and Claude needs it on the next turn; it is kept as the signature of a reasoning part without words. */
export const wrapSearch = (block: SearchBlock): string => prefix + JSON.stringify(block);

/** The block behind a signature; undefined when it is another one. */
export function unwrapSearch(signature: string): SearchBlock | undefined {
  if (!signature.startsWith(prefix)) return undefined;
  const block = asObject(parseJson(signature.slice(prefix.length)));
  return block && toSearchBlock(block);
}

const isSearch = ({ type }: { type: string }): boolean => type === 'server_tool_use' || type === 'web_search_tool_result';

export const hasSearches = (messages: readonly AnthropicMessage[]): boolean => messages.some(({ content }) => content.some(isSearch));

/** For a server that does not take them back. */
export const withoutSearches = (messages: readonly AnthropicMessage[]): AnthropicMessage[] =>
  messages
    .map(({ role, content }) => ({ role, content: content.filter((block) => !isSearch(block)) }))
    .filter(({ content }) => content.length > 0);
