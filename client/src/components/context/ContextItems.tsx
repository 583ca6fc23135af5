import type { ContextItem, ContextView } from '@parley/contracts';
import { Ban, Minus, Pin } from 'lucide-react';
import { useMessageNotes } from '../../hooks/use-context-notes.ts';
import { markMessage } from '../../lib/context-notes.ts';
import { formatCount } from '../../lib/money.ts';
import { t, type WordKey } from '../../localization/localization.ts';
import { attempt } from '../../lib/attempt.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { originName } from './ContextBar.tsx';

const roles = { system: 'message.system', user: 'message.you', assistant: 'message.assistant' } as const;

const excerptOf = ({ type, text, name }: ContextItem): string => {
  const words = text.replace(/\s+/g, ' ').trim().slice(0, 140);
  return type === 'file' || type === 'tool-call' ? [name, words].filter(Boolean).join(' ') : words;
};

function Marks({ conversationId, messageId }: { conversationId: string; messageId: string }) {
  const { mark, parts } = useMessageNotes(conversationId, messageId);
  const set = (wanted: 'pinned' | 'excluded'): void =>
    attempt(markMessage({ conversationId, id: messageId }, mark === wanted && parts.length === 0 ? null : wanted));
  return (
    <>
      <IconButton size="small" label={t('context.pin')} aria-pressed={mark === 'pinned'} onClick={() => set('pinned')}>
        <Pin aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={t('context.exclude')}
        aria-pressed={mark === 'excluded' && parts.length === 0}
        onClick={() => set('excluded')}
      >
        <Ban aria-hidden />
      </IconButton>
    </>
  );
}

/** Leaves one part of a message out, beside those that are left out already. */
function ExcludePart({ conversationId, messageId, partId }: { conversationId: string; messageId: string; partId: string }) {
  const { mark, parts } = useMessageNotes(conversationId, messageId);
  const left = mark === 'excluded' ? parts : [];
  return (
    <IconButton
      size="small"
      label={t('context.excludePart')}
      onClick={() => attempt(markMessage({ conversationId, id: messageId }, 'excluded', [...left, partId]))}
    >
      <Minus aria-hidden />
    </IconButton>
  );
}

interface ItemProps {
  item: ContextItem;
  /** The first of its message. */
  first: boolean;
  /** More than one part of its message is sent. */
  several: boolean;
  conversationId: string;
}

function Item({ item, first, several, conversationId }: ItemProps) {
  const excerpt = excerptOf(item);
  const mine = item.messageId !== null && first && (item.origin === 'message' || item.origin === 'pinned');
  return (
    <li className="flex items-start gap-2 border-b border-line py-1 last:border-b-0">
      <details className="group min-w-0 flex-1">
        <summary className="flex min-h-(--icon-button-small) cursor-pointer list-none items-center gap-2 rounded-s">
          <span className="shrink-0 font-medium">{item.origin === 'message' ? t(roles[item.role]) : originName(item.origin)}</span>
          <span className="min-w-0 flex-1 truncate text-text-soft group-open:invisible" dir="auto">
            {excerpt}
          </span>
          <span className="shrink-0 text-small text-text-soft tabular-nums">{formatCount(item.tokens)}</span>
        </summary>
        <pre
          className="mt-1.5 max-h-72 overflow-auto rounded-m bg-tint px-3 py-2 font-read text-ui whitespace-pre-wrap wrap-anywhere"
          dir="auto"
          tabIndex={0}
        >
          {item.type === 'file' ? t('context.file', { name: item.name ?? '', mediaType: item.mediaType ?? '' }) : item.text}
        </pre>
      </details>
      {mine || (several && item.partId !== null) ? (
        <span className="flex shrink-0">
          {several && item.messageId !== null && item.partId !== null && item.origin !== 'pinned' ? (
            <ExcludePart conversationId={conversationId} messageId={item.messageId} partId={item.partId} />
          ) : null}
          {mine ? <Marks conversationId={conversationId} messageId={item.messageId!} /> : null}
        </span>
      ) : null}
    </li>
  );
}

/** Every part of the request, in its order; each opens to its words. */
export function ContextItems({ view, conversationId }: { view: ContextView; conversationId: string }) {
  const counts = new Map<string, number>();
  for (const { messageId } of view.items) if (messageId !== null) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  const firsts = new Set<string>();
  const isFirst = ({ messageId }: ContextItem): boolean => messageId !== null && !firsts.has(messageId) && Boolean(firsts.add(messageId));
  return (
    <section aria-label={t('context.request')}>
      <h3 className="pb-1 font-semibold">{t('context.request')}</h3>
      <ol>
        {view.items.map((item, index) => (
          <Item
            key={index}
            item={item}
            first={isFirst(item)}
            several={(counts.get(item.messageId ?? '') ?? 0) > 1}
            conversationId={conversationId}
          />
        ))}
      </ol>
    </section>
  );
}

/** What is not sent, and why. */
export function ContextDropped({ view, conversationId }: { view: ContextView; conversationId: string }) {
  if (view.dropped.length === 0) return null;
  return (
    <section aria-label={t('context.dropped')}>
      <h3 className="pb-1 font-semibold">{t('context.dropped')}</h3>
      <ul>
        {view.dropped.map(({ messageId, role, reason, excerpt }) => (
          <li
            key={messageId}
            className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line py-1.5 text-text-soft last:border-b-0"
          >
            <span className="shrink-0">{role === null ? t('message.damaged.title') : t(roles[role])}</span>
            <s className="min-w-40 flex-1 truncate" dir="auto">
              {excerpt}
            </s>
            <span className="shrink-0 text-small">{t(`context.reason.${reason}` as WordKey)}</span>
            {reason === 'excluded' ? (
              <Button size="small" onClick={() => attempt(markMessage({ conversationId, id: messageId }, null))}>
                {t('context.include')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
