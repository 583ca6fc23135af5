import type { ModelRef } from '@parley/contracts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { askOthers, takeAlsoAsked, type AskedColumn } from '../../stores/compare.ts';

interface Asking {
  readonly conversationId: string;
  readonly questionId: string;
  readonly nameOf: (model: ModelRef) => string;
  readonly compare: (questionId: string) => void;
}

async function ask(asking: Asking, columns: readonly AskedColumn[]): Promise<void> {
  const { conversationId, questionId, nameOf, compare } = asking;
  const refused = await askOthers(conversationId, questionId, columns);
  for (const { column, error } of refused) {
    showToast(t('compare.failed', { model: nameOf(column.model), reason: sentenceOf(error) }), {
      tone: 'bad',
      action: { label: t('common.retry'), run: () => void ask(asking, [column]) },
    });
  }
  if (refused.length < columns.length) compare(questionId);
}

/** Puts a question that was sent to the other models that were marked for it, if any, and then shows the answers beside each other. */
export async function putToOthers(asking: Asking): Promise<void> {
  const columns = takeAlsoAsked();
  if (columns.length > 0) await ask(asking, columns);
}
