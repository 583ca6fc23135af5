import { claudeThinking } from '@parley/chat-core';
import type { CallSettings } from '@parley/contracts';
import type { BedrockRequest } from './bedrock-types.ts';
import { modelFamily } from './model-family.ts';

interface ConvertedSettings {
  readonly settings: Pick<BedrockRequest, 'inferenceConfig' | 'additionalModelRequestFields'>;
  readonly warnings: readonly string[];
}

interface Fields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Tokens of the limit that go to thinking. */
  readonly budget: number;
}

/** The least budget there is. */
const leastThinking = 1_024;
/** What a model may still say when a limit is as small as its budget. */
const roomForAnswer = 4_096;

function claudeFields(model: string, { thinkingBudget, reasoningEffort: effort }: CallSettings): Fields {
  if (claudeThinking(model).kind === 'adaptive') {
    if (effort === undefined) return { fields: {}, budget: 0 };
    return effort === 'none'
      ? { fields: { thinking: { type: 'disabled' } }, budget: 0 }
      : { fields: { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort } }, budget: 0 };
  }
  if (!thinkingBudget) return { fields: {}, budget: 0 };
  const budget = Math.max(leastThinking, thinkingBudget);
  return { fields: { thinking: { type: 'enabled', budget_tokens: budget } }, budget };
}

/** What only one vendor's models take, under the vendor's own names. */
function vendorFields(model: string, settings: CallSettings): Fields {
  const { topK, reasoningEffort: effort } = settings;
  switch (modelFamily(model)) {
    case 'claude': {
      const { fields, budget } = claudeFields(model, settings);
      return { fields: topK === undefined || budget > 0 ? fields : { ...fields, top_k: topK }, budget };
    }
    case 'nova':
      return {
        fields: {
          ...(topK === undefined ? {} : { inferenceConfig: { topK } }),
          ...(effort === undefined
            ? {}
            : { reasoningConfig: effort === 'none' ? { type: 'disabled' } : { type: 'enabled', maxReasoningEffort: effort } }),
        },
        budget: 0,
      };
    case 'gpt-oss':
      return { fields: effort === undefined ? {} : { reasoning_effort: effort }, budget: 0 };
    case 'other':
      return { fields: {}, budget: 0 };
  }
}

/**
 * Settings as Converse takes them: those of all models, and beside them those of one vendor's. A budget for thinking is part of the limit of the
 * answer, which grows when it leaves no room for words; a model that thinks within a budget takes no temperature and no top-k, and a top-p from
 * 0.95 on, so that these are left out, and said.
 */
export function convertBedrockSettings(model: string, asked: CallSettings): ConvertedSettings {
  const { temperature, topP, topK, stop, maxOutputTokens } = asked;
  const { fields, budget } = vendorFields(model, asked);
  const isThinking = budget > 0;
  const isTight = isThinking && (maxOutputTokens === undefined || maxOutputTokens <= budget);
  const maxTokens = isTight ? budget + roomForAnswer : maxOutputTokens;
  const hasTopP = topP !== undefined && (!isThinking || topP >= 0.95);
  const leftOut = isThinking
    ? [
        ...(temperature !== undefined && temperature !== 1 ? ['temperature'] : []),
        ...(topK === undefined ? [] : ['top-k']),
        ...(topP === undefined || hasTopP ? [] : ['top-p']),
      ]
    : [];
  const inferenceConfig = {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined || isThinking ? {} : { temperature }),
    ...(hasTopP ? { topP } : {}),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: stop }),
  };
  return {
    settings: {
      ...(Object.keys(inferenceConfig).length === 0 ? {} : { inferenceConfig }),
      ...(Object.keys(fields).length === 0 ? {} : { additionalModelRequestFields: fields }),
    },
    warnings: [
      ...leftOut.map((name) => `A model that thinks within a budget does not take this ${name}; its own is used.`),
      ...(isTight && maxOutputTokens !== undefined
        ? [`A limit of ${maxOutputTokens} tokens leaves no room beside thinking; ${maxTokens} was sent.`]
        : []),
    ],
  };
}
