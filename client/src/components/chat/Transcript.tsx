import '../../localization/transcript-words.ts';
import { ArrowDown } from 'lucide-react';
import { useCallback, useLayoutEffect, useRef, useState, type ComponentProps } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { t } from '../../localization/localization.ts';
import { isDamaged, type BranchItem } from '../../stores/branch-merge.ts';
import { readEarlier } from '../../stores/branches.ts';
import { ErrorNotice } from '../ui/Notice.tsx';
import { pressable } from '../ui/pressable.ts';
import { Announcer } from './Announcer.tsx';
import { useChat } from './chat-context.ts';
import { MessageRow } from './MessageRow.tsx';
import { useFollowEnd } from './use-follow-end.ts';
import './chat.css';

/** So far from the top the page above is asked for, in pixels. */
const ahead = 1_600;

/** The list element; the virtual list gives it its height. */
function List({ style, ...props }: ComponentProps<'ol'>) {
  return <ol {...props} style={pressable(style)} aria-label={t('conversation.name')} />;
}

interface TranscriptProps {
  items: readonly BranchItem[];
  sending: ReadonlySet<string>;
  earlier: boolean;
  readingEarlier: boolean;
  error: unknown;
}

/** Whether `items` grew at their beginning since the last time: then the list keeps its place from the end. */
function useGrewAbove(items: readonly BranchItem[]): boolean {
  const [known, setKnown] = useState({ items, grew: false });
  if (known.items !== items) {
    const first = known.items[0]?.id;
    setKnown({ items, grew: first !== undefined && first !== items[0]?.id && items.some(({ id }) => id === first) });
  }
  return known.grew;
}

/** The messages. Only those in sight are in the page; it opens at the end and follows it while the reader is there. */
export function Transcript({ items, sending, earlier, readingEarlier, error }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const { conversationId, editing } = useChat();
  const last = items.at(-1);
  const shift = useGrewAbove(items);
  const { away, jump } = useFollowEnd(scroller, last?.id, last !== undefined && sending.has(last.id));

  const [atOpening] = useState(items.length - 1);
  useLayoutEffect(() => {
    list.current?.scrollToIndex(atOpening, { align: 'end' });
  }, [atOpening]);

  const readNearTop = useCallback(
    (offset: number): void => {
      if (earlier && !readingEarlier && offset < ahead) void readEarlier(conversationId);
    },
    [conversationId, earlier, readingEarlier],
  );
  const editedIndex = editing === null ? -1 : items.findIndex(({ id }) => id === editing);

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} tabIndex={0} className="chat-scroll h-full overflow-x-hidden overflow-y-auto px-4.5 pt-2 outline-none desk:px-6">
        {readingEarlier ? (
          <p className="sr-only" role="status">
            {t('conversation.earlier')}
          </p>
        ) : null}
        {error ? <ErrorNotice error={error} onRetry={() => void readEarlier(conversationId)} className="mx-auto max-w-measure" /> : null}
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          as={List}
          item="li"
          shift={shift}
          bufferSize={300}
          keepMounted={editedIndex < 0 ? [items.length - 1] : [editedIndex, items.length - 1]}
          onScroll={readNearTop}
        >
          {items.map((item) => (
            <MessageRow key={item.id} item={item} sending={sending.has(item.id)} last={item === last} />
          ))}
        </Virtualizer>
      </div>
      {last && !isDamaged(last) ? <Announcer message={last} /> : null}
      {away ? (
        <button
          type="button"
          onClick={jump}
          className="floating absolute inset-x-0 bottom-2 z-10 mx-auto flex w-fit animate-rise items-center gap-2 rounded-full! px-3.5 py-1.75 text-small font-medium hover:bg-tint"
        >
          <ArrowDown aria-hidden className="size-4!" />
          {t('conversation.jump')}
        </button>
      ) : null}
    </div>
  );
}
