import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { Ban, Check, Columns2, Copy, Ellipsis, Gauge, GitBranch, Pencil, Pin, Play, RefreshCw, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessageNotes } from '../../hooks/use-context-notes.ts';
import { useInterface } from '../../hooks/use-interface.ts';
import { markMessage } from '../../lib/context-notes.ts';
import { copyText } from '../../lib/copy-text.ts';
import { showToast } from '../../lib/toasts.ts';
import { isSettled } from '../../lib/is-settled.ts';
import { t } from '../../localization/localization.ts';
import { openContext } from '../../stores/context-panel.ts';
import { answerAgain, continueAnswer, deleteMessage, regenerate, restoreMessage } from '../../stores/turns.ts';
import { IconButton } from '../ui/IconButton.tsx';
import type { MenuItem } from '../ui/menu-item.ts';
import { MenuButton } from '../ui/MenuButton.tsx';
import { useChat } from './chat-context.ts';
import { hasWords, mayContinue, mayRegenerate } from './predicates.ts';
import { MessageCost } from './MessageCost.tsx';
import { attempt } from './say-failure.ts';
import { Versions } from './Versions.tsx';

function CopyMessage({ message }: { message: Message }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton size="small" label={t('message.copy')} onClick={() => void copyText(messageText(message.parts)).then(setCopied)}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
      <output className="sr-only">{copied ? t('common.copied') : ''}</output>
    </>
  );
}

/** Deletes with a way back. */
function remove(message: Message): void {
  attempt(
    deleteMessage(message).then(() =>
      showToast(t('message.deleted'), { action: { label: t('common.undo'), run: () => attempt(restoreMessage(message)) } }),
    ),
  );
}

/** What the message is in what is sent. */
function contextItems(message: Message, mark: 'pinned' | 'excluded' | null, viewed: boolean): MenuItem[] {
  const set = (wanted: 'pinned' | 'excluded') => (): void => attempt(markMessage(message, mark === wanted ? null : wanted));
  return [
    { label: t(mark === 'pinned' ? 'context.unpin' : 'context.pin'), icon: <Pin aria-hidden />, onSelect: set('pinned') },
    { label: t(mark === 'excluded' ? 'context.include' : 'context.exclude'), icon: <Ban aria-hidden />, onSelect: set('excluded') },
    ...(viewed && message.role === 'assistant' && message.turnId !== null
      ? [{ label: t('context.ofAnswer'), icon: <Gauge aria-hidden />, onSelect: () => openContext(message.conversationId, message.id) }]
      : []),
  ];
}

function useMenu(message: Message): () => readonly MenuItem[] {
  const { edit, compare, conversationId, stored } = useChat();
  const { mark } = useMessageNotes(conversationId, message.id, stored);
  const { contextUsage } = useInterface();
  const { parentId } = message;
  return () => [
    ...(message.role === 'assistant' && message.siblings.length > 1 && parentId !== null
      ? [{ label: t('compare.versions'), icon: <Columns2 aria-hidden />, onSelect: () => compare(parentId) }]
      : []),
    ...(message.role === 'assistant' && hasWords(message)
      ? [{ label: t('message.edit'), icon: <Pencil aria-hidden />, onSelect: () => edit(message.id) }]
      : []),
    ...contextItems(message, mark, contextUsage),
    { label: t('message.delete'), icon: <Trash2 aria-hidden />, bad: true, onSelect: () => remove(message) },
  ];
}

interface MessageActionsProps {
  message: Message;
  /** Draws them always; others appear when the message is pointed at or has the focus. */
  always: boolean;
  /** A notice above has Continue already. */
  continuedAbove?: boolean;
  /** A question without an answer: it can be asked again. */
  alone?: boolean;
}

/** What can be done with a message that is settled. */
export function MessageActions({ message, always, continuedAbove = false, alone = false }: MessageActionsProps) {
  const { model, edit, branchOff, stored } = useChat();
  const menu = useMenu(message);
  const { mark, parts } = useMessageNotes(message.conversationId, message.id, stored);
  if (!isSettled(message)) return null;
  const answer = message.role === 'assistant';
  return (
    <div
      className="message-actions -ms-1.75 mt-0.5 flex min-h-7.5 flex-wrap items-center text-text-soft data-you:-me-1.75 data-you:justify-end"
      data-you={!answer || undefined}
    >
      <Versions message={message} />
      <div className="contents" data-fade={always ? undefined : ''}>
        {hasWords(message) ? <CopyMessage message={message} /> : null}
        {answer ? null : (
          <IconButton size="small" label={t('message.edit')} onClick={() => edit(message.id)}>
            <Pencil aria-hidden />
          </IconButton>
        )}
        {alone && !answer && model ? (
          <IconButton size="small" label={t('message.regenerate')} onClick={() => attempt(answerAgain(message, model))}>
            <RefreshCw aria-hidden />
          </IconButton>
        ) : null}
        {mayRegenerate(message) && model ? (
          <IconButton size="small" label={t('message.regenerate')} onClick={() => attempt(regenerate(message, model))}>
            <RefreshCw aria-hidden />
          </IconButton>
        ) : null}
        {mayContinue(message) && !continuedAbove && model ? (
          <IconButton size="small" label={t('message.continue')} onClick={() => attempt(continueAnswer(message, model))}>
            <Play aria-hidden />
          </IconButton>
        ) : null}
        {answer ? (
          <IconButton size="small" label={t('message.branch')} onClick={() => branchOff(message.id)}>
            <GitBranch aria-hidden />
          </IconButton>
        ) : null}
        <MenuButton size="small" label={t('message.more')} icon={<Ellipsis aria-hidden />} items={menu} align={answer ? 'start' : 'end'} />
        {mark === null ? null : (
          <span className="ps-2 text-small">
            {t(mark === 'pinned' ? 'context.mark.pinned' : parts.length > 0 ? 'context.mark.partly' : 'context.mark.excluded')}
          </span>
        )}
        {answer ? <MessageCost message={message} /> : null}
      </div>
    </div>
  );
}
