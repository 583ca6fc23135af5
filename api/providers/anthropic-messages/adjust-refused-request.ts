import type { Adjusted } from '../kit/ask-adjusting.ts';
import { dropRefusedSetting } from '../kit/drop-refused-setting.ts';
import { goOn } from '../kit/prefill.ts';
import type { AnthropicMessage, AnthropicRequest } from './anthropic-types.ts';
import { asksForCitations, withoutCitations } from './document-citations.ts';
import { withoutCache } from './prompt-cache.ts';
import { hasSearches, withoutSearches } from './search-blocks.ts';

/** What is left out when it is refused, with the words that say so. */
const settings = {
  temperature: 'temperature',
  top_p: 'top-p',
  top_k: 'top-k',
  stop_sequences: 'list of stop sequences',
  output_config: 'reasoning effort',
  thinking: 'measure of thinking',
} satisfies Partial<Record<keyof AnthropicRequest, string>>;

const isThinking = ({ type }: { type: string }): boolean => type === 'thinking' || type === 'redacted_thinking';

const withoutThinking = (messages: readonly AnthropicMessage[]): AnthropicMessage[] =>
  messages
    .map(({ role, content }) => ({ role, content: content.filter((block) => !isThinking(block)) }))
    .filter(({ content }) => content.length > 0);

/** The most the server allows, out of "max_tokens: 32000 > 8192, which is the maximum allowed …". */
function allowedMaxTokens(said: string): number | undefined {
  const found = /max_tokens[^]{0,60}?(?:>|<=|at most|maximum(?: of)?|range \[1, ?)\s*(\d{3,7})/.exec(said)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * The request again without what the server refused, when its words name something that can be said differently; undefined when they do
 * not, or when that was done already.
 */
export function adjustRefusedRequest(body: AnthropicRequest, status: number, words: string): Adjusted<AnthropicRequest> | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = words.toLowerCase();
  if (body.cache_control !== undefined && said.includes('cache_control')) return { body: withoutCache(body) };
  if (said.includes('citation') && asksForCitations(body.messages)) return { body: { ...body, messages: withoutCitations(body.messages) } };
  if (/server_tool_use|web_search_tool_result|encrypted_(?:content|index)|srvtoolu/.test(said) && hasSearches(body.messages))
    return { body: { ...body, messages: withoutSearches(body.messages) } };
  const allowed = allowedMaxTokens(said);
  if (allowed !== undefined && allowed < body.max_tokens) return { body: { ...body, max_tokens: allowed } };
  if (body.thinking?.type === 'enabled' && /adaptive|budget_tokens/.test(said)) {
    const { thinking: _, ...rest } = body;
    return { body: rest, warning: 'This model does not take this thinking budget; it thinks as much as it finds right.' };
  }
  if (body.output_config !== undefined && /output_config|output_format|structured output/.test(said)) {
    const { output_config: _, ...rest } = body;
    return { body: rest, warning: 'This model cannot promise this form of an answer; it answers in its own.' };
  }
  if (/signature|thinking/.test(said) && body.messages.some(({ content }) => content.some(isThinking))) {
    return { body: { ...body, messages: withoutThinking(body.messages) } };
  }
  const dropped = dropRefusedSetting(body, said, settings);
  if (dropped) return dropped;
  if (body.messages.at(-1)?.role === 'assistant' && /prefill|end with a user|final (?:assistant|message)|last message/.test(said)) {
    return { body: { ...body, messages: [...body.messages, { role: 'user', content: [{ type: 'text', text: goOn }] }] } };
  }
  return undefined;
}
