import { limits, type Conversation } from '@parley/contracts';
import { ArrowUp } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { fitHeight } from '../../lib/fit-height.ts';
import { t } from '../../localization/localization.ts';
import { clearSendFailure, useSendFailures } from '../../stores/send-failures.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import './composer.css';
import { useDraft } from './use-draft.ts';

export interface ComposerProps {
  accountId: string;
  /** The conversation's id, or `new`. */
  chat: string;
  conversation: Conversation | undefined;
  /** An answer is being written here. */
  working: boolean;
  /** Whether a model can be asked. */
  ready: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
  /** Opens the person's last message for editing. */
  onEditLast: () => void;
}

const isComposing = (event: KeyboardEvent): boolean => event.nativeEvent.isComposing || event.keyCode === 229;

/** What failed, with the words back in the field. */
function Failure({ chat, bringBack }: { chat: string; bringBack: (text: string) => void }) {
  const failure = useSendFailures((state) => state[chat]);
  const taken = useRef<unknown>(undefined);
  useEffect(() => {
    if (!failure || taken.current === failure) return;
    taken.current = failure;
    bringBack(failure.text);
  }, [failure, bringBack]);
  if (!failure) return null;
  return (
    <ErrorNotice
      error={failure.error}
      className="mb-2"
      actions={
        <Button size="small" className="border-line-strong" onClick={() => clearSendFailure(chat)}>
          {t('common.dismiss')}
        </Button>
      }
    />
  );
}

/**
 * Where one writes. It knows nothing of the transcript and the transcript nothing of it, so that a key press costs the same however
 * long the chat is and however fast an answer comes.
 */
export const Composer = memo(function Composer({
  accountId,
  chat,
  conversation,
  working,
  ready,
  onSend,
  onStop,
  onEditLast,
}: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, write, bringBack, other, dismissOther } = useDraft(accountId, chat, conversation);
  const blank = text.trim() === '';
  const tooLong = text.length > limits.messageCharacters;
  const stops = working && blank;

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current, 0.4);
  }, [text]);
  useEffect(() => {
    // Not on touch, where it would open the keyboard over the page.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, [chat]);

  const send = (): void => {
    if (blank || tooLong || !ready) return;
    clearSendFailure(chat);
    write('');
    onSend(text.trim());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && working && !event.shiftKey) {
      event.preventDefault();
      onStop();
    } else if (event.key === 'ArrowUp' && text === '' && !event.shiftKey) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <>
      <Failure chat={chat} bringBack={bringBack} />
      {other === null ? null : (
        <Notice
          tone="plain"
          className="mb-2"
          title={t('composer.otherDraft')}
          actions={[
            <Button
              key="use"
              size="small"
              className="border-line-strong"
              onClick={() => {
                bringBack(other);
                dismissOther();
              }}
            >
              {t('composer.otherDraft.use')}
            </Button>,
            <Button key="no" size="small" look="quiet" onClick={dismissOther}>
              {t('common.dismiss')}
            </Button>,
          ]}
        >
          <span className="line-clamp-2" dir="auto">
            {other}
          </span>
        </Notice>
      )}
      <form
        className="flex items-end gap-2 rounded-l border border-line bg-raised ps-4.5 pe-2.5 py-2.5 shadow-raised transition-colors focus-within:border-line-strong"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder')}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(event) => write(event.target.value)}
          onKeyDown={press}
          className="block min-w-0 flex-1 resize-none self-center bg-transparent py-1.5 font-read text-read/normal outline-none"
        />
        {stops ? (
          <button
            type="button"
            aria-label={t('composer.stop')}
            data-tooltip={t('composer.stop')}
            data-tooltip-keys="Esc"
            onClick={onStop}
            className="composer-button bg-text text-canvas"
          >
            <span aria-hidden className="size-2.5 rounded-xs bg-current" />
          </button>
        ) : (
          <button
            type="submit"
            aria-label={t('composer.send')}
            data-tooltip={t('composer.send')}
            data-tooltip-keys="↵"
            disabled={blank || tooLong || !ready}
            className="composer-button bg-text text-canvas disabled:bg-tint-strong disabled:text-text-soft"
          >
            <ArrowUp aria-hidden strokeWidth={2.25} />
          </button>
        )}
      </form>
      {tooLong ? (
        <p role="alert" className="px-4.5 pt-1.5 text-small text-bad">
          {t('composer.tooLong', { limit: limits.messageCharacters })}
        </p>
      ) : null}
    </>
  );
});
