import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { Clock, Pencil, SendHorizontal, X } from 'lucide-react';
import { memo, useState } from 'react';
import { filesOf } from '../../lib/attached-file.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { editWaiting, removeWaiting, sendWaitingNow } from '../../stores/turns.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';

const attempt = (action: Promise<unknown>): void => void action.catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' }));

function EditField({ message, onDone }: { message: Message; onDone: () => void }) {
  const [text, setText] = useState(() => messageText(message.parts));
  const save = (): void => {
    if ((text.trim() !== '' || filesOf(message.parts).length > 0) && text !== messageText(message.parts))
      attempt(editWaiting(message, text.trim()));
    onDone();
  };
  return (
    <input
      autoFocus
      dir="auto"
      value={text}
      aria-label={t('composer.waiting.field')}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
      }}
      className="min-w-0 flex-1 rounded-s bg-transparent px-1 py-0.5"
    />
  );
}

interface WaitingProps {
  message: Message;
  sending: boolean;
  /** What it waited for ended badly, so it will not go by itself. */
  stuck: boolean;
}

function Waiting({ message, sending, stuck }: WaitingProps) {
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex min-h-11 flex-wrap items-center justify-end gap-x-2.5 rounded-m border border-dashed border-line-strong py-1 ps-3.5 pe-1.5">
      <Clock aria-hidden className="size-4.25! text-text-soft" />
      {editing ? (
        <EditField message={message} onDone={() => setEditing(false)} />
      ) : (
        <span className="line-clamp-2 min-w-40 flex-1 wrap-anywhere" dir="auto">
          {[...filesOf(message.parts).map(({ name }) => name), messageText(message.parts)].filter((word) => word !== '').join(' · ')}
        </span>
      )}
      {sending ? null : (
        <>
          {stuck ? (
            <Button size="small" className="border-line-strong" onClick={() => attempt(sendWaitingNow(message))}>
              <SendHorizontal aria-hidden className="size-3.75! rtl:-scale-x-100" />
              {t('composer.waiting.sendNow')}
            </Button>
          ) : null}
          <IconButton size="small" label={t('composer.waiting.edit')} onClick={() => setEditing(true)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton size="small" label={t('composer.waiting.remove')} onClick={() => attempt(removeWaiting(message))}>
            <X aria-hidden />
          </IconButton>
        </>
      )}
    </li>
  );
}

interface WaitingMessagesProps {
  messages: readonly Message[];
  sending: ReadonlySet<string>;
  stuck: boolean;
}

/** Messages that go when the answer before them is done: on the server, so on every device and after a reload. */
export const WaitingMessages = memo(function WaitingMessages({ messages, sending, stuck }: WaitingMessagesProps) {
  const questions = messages.filter(({ role }) => role === 'user');
  if (questions.length === 0) return null;
  return (
    <ul aria-label={t('composer.waiting')} className="mb-2 grid max-h-[30dvh] gap-1.5 overflow-y-auto">
      {questions.map((message, index) => (
        <Waiting key={message.id} message={message} sending={sending.has(message.id)} stuck={stuck && index === 0} />
      ))}
    </ul>
  );
});
