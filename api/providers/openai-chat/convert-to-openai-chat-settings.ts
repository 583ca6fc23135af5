import type { CallSettings } from '@parley/contracts';
import type { OpenAiChatSettings } from './openai-chat-types.ts';
import type { VendorQuirks } from './vendor-quirks.ts';

function thinkingOf({ reasoningEffort: effort, thinkingBudget: budget }: CallSettings, how: VendorQuirks['thinks']): OpenAiChatSettings {
  if (how === 'reasoning') {
    // One of the two; a budget is the more exact.
    if (budget !== undefined) return { reasoning: budget === 0 ? { enabled: false } : { max_tokens: budget } };
    return effort === undefined ? {} : { reasoning: { effort } };
  }
  if (budget !== undefined) return { thinking: budget === 0 ? { type: 'disabled' } : { type: 'enabled', budget_tokens: budget } };
  if (effort === undefined) return {};
  if (how === 'effort') return { reasoning_effort: effort };
  return effort === 'none' ? { thinking: { type: 'disabled' } } : { thinking: { type: 'enabled' }, reasoning_effort: effort };
}

function searchOf(webSearch: boolean | undefined, how: VendorQuirks['searches']): OpenAiChatSettings {
  if (how === 'unless-disabled') return webSearch === false ? { disable_search: true } : {};
  if (webSearch !== true) return {};
  return how === 'plugin' ? { plugins: [{ id: 'web' }] } : { web_search_options: {} };
}

/** Settings in the names that this vendor gives them. */
export function convertToOpenAiChatSettings(asked: CallSettings, quirks: VendorQuirks): OpenAiChatSettings {
  const { temperature, topP, topK, frequencyPenalty, presencePenalty, seed, stop, maxOutputTokens, verbosity, webSearch } = asked;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(seed === undefined ? {} : { [quirks.seed]: seed }),
    ...(stop === undefined ? {} : { stop }),
    ...(maxOutputTokens === undefined ? {} : { [quirks.limit]: maxOutputTokens }),
    ...thinkingOf(asked, quirks.thinks),
    ...(verbosity === undefined ? {} : { verbosity }),
    ...searchOf(webSearch, quirks.searches),
  };
}
