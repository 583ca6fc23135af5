import { memo } from 'react';
import { useMessageNotes } from '../../hooks/use-context-notes.ts';
import { t } from '../../localization/localization.ts';
import { isDamaged, type BranchItem } from '../../stores/branch-merge.ts';
import { Notice } from '../ui/Notice.tsx';
import { Answer } from './Answer.tsx';
import { useChat } from './chat-context.ts';
import { FoldNote } from './FoldNote.tsx';
import { Question } from './Question.tsx';

interface MessageRowProps {
  item: BranchItem;
  sending: boolean;
  last: boolean;
}

/** One message of the conversation, named by who said it. */
export const MessageRow = memo(function MessageRow({ item, sending, last }: MessageRowProps) {
  const { nameOf, conversationId, stored } = useChat();
  const { fold } = useMessageNotes(conversationId, item.id, stored);
  if (isDamaged(item)) {
    return (
      <article aria-label={t('message.damaged.title')} className="mx-auto max-w-measure py-3.5">
        <Notice tone="plain" title={t('message.damaged.title')}>
          {t('message.damaged.text', { id: item.id })}
        </Notice>
      </article>
    );
  }
  const name =
    item.role === 'user'
      ? t('message.you')
      : item.role === 'system'
        ? t('message.system')
        : item.model
          ? nameOf(item.model)
          : t('message.assistant');
  return (
    <>
      <article
        aria-label={name}
        className="mx-auto max-w-measure pt-2 pb-1.5 data-last:pb-7"
        data-message={item.id}
        data-last={last || undefined}
      >
        {item.role === 'assistant' ? (
          <Answer message={item} sending={sending} last={last} />
        ) : (
          <Question message={item} sending={sending} last={last} />
        )}
      </article>
      {fold ? <FoldNote conversationId={conversationId} note={fold} /> : null}
    </>
  );
});
