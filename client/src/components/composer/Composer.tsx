import { limits, type Conversation } from '@parley/contracts';
import { ArrowUp, LoaderCircle } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { fitHeight } from '../../lib/fit-height.ts';
import { currentLocale, t } from '../../localization/localization.ts';
import type { AttachedFile } from '../../lib/attached-file.ts';
import { returnAttachments, takeAttachments } from '../../stores/attachments.ts';
import { clearSendFailure, useSendFailures } from '../../stores/send-failures.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { AttachButton } from './AttachButton.tsx';
import { AttachmentChips } from './AttachmentChips.tsx';
import './composer.css';
import { useAttachmentsOf } from './use-attachments-of.ts';
import { useDraft } from './use-draft.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useWaitingSend } from './use-waiting-send.ts';

export interface ComposerProps {
  accountId: string;
  /** The conversation's id, or `new`. */
  chat: string;
  conversation: Conversation | undefined;
  /** Whose rules for files hold; undefined while no model is chosen. */
  endpoint: string | undefined;
  /** An answer is being written here. */
  working: boolean;
  /** Whether a model can be asked. */
  ready: boolean;
  onSend: (text: string, files: readonly AttachedFile[]) => void;
  onStop: () => void;
  /** Opens the person's last message for editing. */
  onEditLast: () => void;
}

const isComposing = (event: KeyboardEvent): boolean => event.nativeEvent.isComposing || event.keyCode === 229;

const namesOf = (names: readonly string[]): string => new Intl.ListFormat(currentLocale()).format(names);

/** What failed, with the words back in the field. */
function Failure({ chat, place, bringBack }: { chat: string; place: string; bringBack: (text: string) => void }) {
  const failure = useSendFailures((state) => state[chat]);
  const taken = useRef<unknown>(undefined);
  useEffect(() => {
    if (!failure || taken.current === failure) return;
    taken.current = failure;
    bringBack(failure.text);
    returnAttachments(place, failure.files ?? []);
  }, [failure, place, bringBack]);
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
  endpoint,
  working,
  ready,
  onSend,
  onStop,
  onEditLast,
}: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, write, bringBack, other, dismissOther } = useDraft(accountId, chat, conversation);
  const { place, attachments, attach, complete, taken } = useAttachmentsOf(accountId, chat, endpoint);
  const over = useFileDrop(attach);
  const blank = text.trim() === '' && attachments.length === 0;
  const tooLong = text.length > limits.messageCharacters;
  const stops = working && blank;

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current, 0.4);
  }, [text]);
  useEffect(() => {
    // Not on touch, where it would open the keyboard over the page.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, [chat]);

  const go = (): void => {
    if (blank || tooLong || !ready || !complete) return;
    clearSendFailure(chat);
    write('');
    onSend(text.trim(), takeAttachments(place));
  };
  const { waiting, wait, cancel } = useWaitingSend({ place, text, attachments, ready }, go);
  const isWaiting = waiting.state === 'waiting';
  // What has failed is for the person to mend first.
  const mayWait = !complete && attachments.every(({ state }) => state !== 'failed');
  const barred = blank || tooLong || !ready || (!complete && !mayWait);
  const send = (): void => {
    if (barred || isWaiting) return;
    if (complete) go();
    else wait();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && isWaiting) {
      event.preventDefault();
      cancel();
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
      <Failure chat={chat} place={place} bringBack={bringBack} />
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
        data-over={over || undefined}
        className="rounded-l border border-line bg-raised px-2.5 py-2.5 shadow-raised transition-colors focus-within:border-line-strong data-over:border-accent data-over:bg-tint"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <AttachmentChips place={place} attachments={attachments} />
        <div className="flex items-end gap-1.5">
          {taken ? <AttachButton onFiles={attach} /> : null}
          <textarea
            ref={field}
            data-composer
            rows={1}
            dir="auto"
            value={text}
            aria-label={t('composer.label')}
            placeholder={t(over ? 'composer.drop' : 'composer.placeholder')}
            enterKeyHint="send"
            autoComplete="off"
            onChange={(event) => write(event.target.value)}
            onKeyDown={press}
            onPaste={(event) => {
              const files = [...event.clipboardData.files];
              if (files.length === 0) return;
              // A table is often pasted with a picture of it: then the words are meant.
              if (event.clipboardData.getData('text/plain') !== '') return;
              event.preventDefault();
              attach(files);
            }}
            className="block min-w-0 flex-1 resize-none self-center bg-transparent py-1.5 font-read text-read/normal outline-none"
          />
          {stops ? (
            <button
              type="button"
              aria-label={t('composer.stop')}
              data-tooltip={t('composer.stop')}
              data-tooltip-keys="Esc"
              onClick={() => {
                // The button that comes in its place cannot hold the focus while there is nothing to send.
                if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
                onStop();
              }}
              className="composer-button bg-text text-canvas"
            >
              <span aria-hidden className="size-2.5 rounded-xs bg-current" />
            </button>
          ) : isWaiting ? (
            <button
              type="button"
              aria-label={t('composer.file.dontSend')}
              data-tooltip={t('composer.file.dontSend')}
              data-tooltip-keys="Esc"
              onClick={() => {
                field.current?.focus();
                cancel();
              }}
              className="composer-button bg-text text-canvas"
            >
              <LoaderCircle aria-hidden className="animate-spin motion-reduce:animate-none" />
            </button>
          ) : (
            <button
              type="submit"
              aria-label={t('composer.send')}
              data-tooltip={t('composer.send')}
              data-tooltip-keys="↵"
              disabled={barred}
              className="composer-button bg-text text-canvas disabled:bg-tint-strong disabled:text-text-soft"
            >
              <ArrowUp aria-hidden strokeWidth={2.25} />
            </button>
          )}
        </div>
      </form>
      <p role="status" className="px-4.5 text-small text-text-soft not-empty:pt-1.5" dir="auto">
        {isWaiting ? t('composer.file.waiting', { names: namesOf(waiting.names) }) : null}
        {waiting.state === 'given-up' ? (
          <span className="text-bad">{t('composer.file.notSent', { names: namesOf(waiting.names) })}</span>
        ) : null}
      </p>
      {tooLong ? (
        <p role="alert" className="px-4.5 pt-1.5 text-small text-bad">
          {t('composer.tooLong', { limit: limits.messageCharacters })}
        </p>
      ) : null}
    </>
  );
});
