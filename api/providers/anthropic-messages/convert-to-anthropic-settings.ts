import { claudeThinking } from '@parley/chat-core';
import type { CallSettings } from '@parley/contracts';
import type { AnthropicRequest } from './anthropic-types.ts';

type Settings = Pick<AnthropicRequest, 'temperature' | 'top_p' | 'top_k' | 'stop_sequences' | 'thinking' | 'output_config'> & {
  readonly max_tokens: number;
};

/** The least budget there is. */
const leastThinking = 1_024;
/** What a model may still say when a limit is as small as its budget. */
const roomForAnswer = 4_096;

interface Thinking extends Pick<Settings, 'thinking' | 'output_config'> {
  /** Tokens of the limit that go to thinking. */
  readonly budget: number;
}

function thinkingOf(model: string, { thinkingBudget, reasoningEffort: effort }: CallSettings): Thinking {
  const { kind } = claudeThinking(model);
  const output_config = effort && effort !== 'none' && effort !== 'minimal' ? { output_config: { effort } } : {};
  if (kind === 'adaptive') {
    if (effort === undefined) return { budget: 0 };
    return effort === 'none'
      ? { budget: 0, thinking: { type: 'disabled' } }
      : { budget: 0, thinking: { type: 'adaptive', display: 'summarized' }, ...output_config };
  }
  if (!thinkingBudget) return { budget: 0, ...output_config };
  const budget = Math.max(leastThinking, thinkingBudget);
  return { budget, thinking: { type: 'enabled', budget_tokens: budget }, ...output_config };
}

/**
 * Settings in Anthropic's names. A budget is part of the limit of the answer, which grows when it leaves no room for words; a model that thinks
 * within a budget takes no temperature and no top-k, and a top-p from 0.95 on, so that these are left out, and said.
 */
export function convertToAnthropicSettings(
  model: string,
  asked: CallSettings,
  defaultMaxTokens: number,
): { settings: Settings; warnings: readonly string[] } {
  const { temperature, topP, topK, stop, maxOutputTokens } = asked;
  const { budget, ...thinking } = thinkingOf(model, asked);
  const isThinking = budget > 0;
  const limit = maxOutputTokens ?? Math.max(defaultMaxTokens, isThinking ? budget + roomForAnswer : 0);
  const raised = isThinking && limit <= budget ? budget + roomForAnswer : limit;
  const leftOut = isThinking
    ? [
        ...(temperature !== undefined && temperature !== 1 ? ['temperature'] : []),
        ...(topK === undefined ? [] : ['top-k']),
        ...(topP !== undefined && topP < 0.95 ? ['top-p'] : []),
      ]
    : [];
  return {
    settings: {
      max_tokens: raised,
      ...(temperature === undefined || isThinking ? {} : { temperature }),
      ...(topP === undefined || (isThinking && topP < 0.95) ? {} : { top_p: topP }),
      ...(topK === undefined || isThinking ? {} : { top_k: topK }),
      ...(stop === undefined ? {} : { stop_sequences: stop }),
      ...thinking,
    },
    warnings: [
      ...leftOut.map((name) => `A model that thinks within a budget does not take this ${name}; its own is used.`),
      ...(raised === limit ? [] : [`A limit of ${limit} tokens leaves no room beside thinking; ${raised} was sent.`]),
    ],
  };
}
