import type { ModelRef } from '@parley/contracts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { isSameModel } from '../../stores/chosen-model.ts';
import { askOthers, takeAlsoAsked } from '../../stores/compare.ts';

/** Puts a question that was sent to the other models that were marked for it, if any, and then shows the answers beside each other. */
export async function putToOthers(
  conversationId: string,
  questionId: string,
  first: ModelRef,
  nameOf: (model: ModelRef) => string,
  compare: (questionId: string) => void,
): Promise<void> {
  const others = takeAlsoAsked().filter((model) => !isSameModel(model, first));
  if (others.length === 0) return;
  const refused = await askOthers(conversationId, questionId, others);
  for (const { model, error } of refused)
    showToast(t('compare.failed', { model: nameOf(model), reason: sentenceOf(error) }), { tone: 'bad' });
  if (refused.length < others.length) compare(questionId);
}
