import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { memo } from 'react';
import { filesOf } from '../../lib/attached-file.ts';
import { t } from '../../localization/localization.ts';
import { saveText, sendMessage } from '../../stores/turns.ts';
import { useChat } from './chat-context.ts';
import { EditBox } from './EditBox.tsx';
import { FilePart } from './FilePart.tsx';
import { MessageActions } from './MessageActions.tsx';
import { say } from './say-failure.ts';

/** A person's words as they wrote them; each paragraph in its own direction. */
function Words({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph, index) => (
    <p key={index} dir="auto" className="whitespace-pre-wrap not-first:mt-[.7em]">
      {paragraph}
    </p>
  ));
}

/** What the person said. */
export const Question = memo(function Question({ message, sending, last }: { message: Message; sending: boolean; last: boolean }) {
  const { accountId, conversationId, model, editing, edit } = useChat();
  const text = messageText(message.parts);
  const files = filesOf(message.parts);
  if (editing === message.id) {
    const send = (words: string): Promise<void> =>
      model
        ? sendMessage({ accountId, conversationId, text: words, files, model, parentId: message.parentId, instead: message }).then(
            () => undefined,
            say,
          )
        : Promise.resolve();
    return (
      <EditBox
        text={text}
        hasFiles={files.length > 0}
        onSave={(words) => saveText(message, words).catch(say)}
        onSend={model ? send : undefined}
        onClose={() => edit(null)}
      />
    );
  }
  return (
    <div className="group/message flex flex-col items-end">
      {files.length === 0 ? null : (
        <ul aria-label={t('message.files')} className="mb-1.5 flex max-w-[85%] flex-wrap justify-end gap-1.5">
          {files.map((file) => (
            <li key={file.id} className="max-w-full">
              <FilePart part={file} beside={files} />
            </li>
          ))}
        </ul>
      )}
      {text === '' ? null : (
        <div
          className="max-w-[85%] rounded-l rounded-ee-s bg-tint px-4 py-2.5 font-read text-read wrap-anywhere transition-opacity data-sending:opacity-60"
          data-sending={sending || undefined}
        >
          <Words text={text} />
        </div>
      )}
      {sending ? <div className="min-h-8" /> : <MessageActions message={message} always={last} alone={last} />}
    </div>
  );
});
