import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { memo } from 'react';
import { t } from '../../localization/localization.ts';
import { useLiveAnswer } from '../../stores/live.ts';
import { saveText } from '../../stores/turns.ts';
import { AnswerNotice, hasNotice } from './AnswerNotice.tsx';
import { useChat } from './chat-context.ts';
import { EditBox } from './EditBox.tsx';
import { MessageActions } from './MessageActions.tsx';
import { Parts } from './Parts.tsx';
import { hasBegun, mayContinue } from './predicates.ts';
import { say } from './say-failure.ts';

interface AnswerProps {
  message: Message;
  sending: boolean;
  last: boolean;
}

/** What a model said, or is saying. Stored and live answers are drawn by the same lines. */
export const Answer = memo(function Answer({ message, sending, last }: AnswerProps) {
  const { editing, edit } = useChat();
  const live = useLiveAnswer(message);
  const shown: Message = live ? { ...message, ...live.answer } : message;
  const writing = sending || shown.status === 'running' || shown.status === 'waiting';

  if (editing === message.id && !writing) {
    return <EditBox text={messageText(message.parts)} onSave={(text) => saveText(message, text).catch(say)} onClose={() => edit(null)} />;
  }
  return (
    <div className="group/message">
      <Parts parts={shown.parts} messageId={message.id} live={writing} />
      {writing && !hasBegun(shown) ? (
        <div className="md" data-live>
          <span className="sr-only">{t('message.waiting')}</span>
        </div>
      ) : null}
      {writing ? null : <AnswerNotice message={shown} />}
      {writing ? (
        <div className="min-h-8" />
      ) : (
        <MessageActions message={shown} always={last} continuedAbove={hasNotice(shown) && mayContinue(shown)} />
      )}
    </div>
  );
});
