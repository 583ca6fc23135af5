import { useRef, useState, type ComponentProps, type KeyboardEvent } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { ErrorNotice } from '../ui/Notice.tsx';
import { pressable } from '../ui/pressable.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { formatMonth } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';
import type { Row } from './build-rows.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { useChatRows } from './use-chat-rows.ts';

/** How many rows from the end the next page is asked for. */
const ahead = 30;

/** Pixels of a usual row, to begin with. */
const rowHeight = 36;

const headings = {
  pinned: 'sidebar.pinned',
  results: 'sidebar.results',
  today: 'sidebar.today',
  yesterday: 'sidebar.yesterday',
  week: 'sidebar.week',
  month: 'sidebar.month',
} as const;

const headingOf = ({ group, at }: Extract<Row, { kind: 'heading' }>): string =>
  group in headings ? t(headings[group as keyof typeof headings]) : formatMonth(at);

const keyOf = (row: Row, index: number): string =>
  row.kind === 'chat' ? `chat-${row.conversation.id}` : row.kind === 'heading' ? `heading-${row.group}` : `${row.kind}-${index}`;

/** The element in the scrolled one; the virtual list gives it its height. */
function Rows({ style, ...props }: ComponentProps<'div'>) {
  return <div {...props} style={pressable(style)} />;
}

interface ConversationListProps {
  currentId: string | undefined;
  /** Text the titles must hold; empty for all. */
  title: string;
}

/** The chats of the sidebar. Only what is in sight is in the page, however many there are. */
export function ConversationList({ currentId, title }: ConversationListProps) {
  const { rows, loading, error, retry, readMore } = useChatRows(title);
  const list = useRef<VirtualizerHandle>(null);
  const [renaming, setRenaming] = useState<string>();

  if (loading && !error) return <ListSkeleton />;
  if (error && rows.length === 0) return <ErrorNotice error={error} onRetry={retry} className="mx-2.5 mt-2" />;

  const readNearEnd = (): void => {
    const handle = list.current;
    if (handle && handle.findItemIndex(handle.scrollOffset + handle.viewportSize) > rows.length - ahead) readMore();
  };
  const chats = rows.filter((row) => row.kind === 'chat').length;

  return (
    <>
      <output className="sr-only">{title === '' ? '' : t('sidebar.search.found', { count: chats })}</output>
      {rows.length === 0 ? (
        <p className="px-5 pt-3 text-small text-text-soft">{title === '' ? t('sidebar.empty') : t('sidebar.search.none', { title })}</p>
      ) : (
        <div role="presentation" onKeyDown={moveWithArrows} className="fade-end h-full overflow-y-auto px-2.5 pt-0.5 pb-6 contain-strict">
          <Virtualizer ref={list} as={Rows} data={rows} itemSize={rowHeight} bufferSize={300} onScroll={readNearEnd}>
            {(row: Row, index: number) => (
              <RowView
                key={keyOf(row, index)}
                row={row}
                current={row.kind === 'chat' && row.conversation.id === currentId}
                renaming={row.kind === 'chat' && row.conversation.id === renaming}
                onRename={setRenaming}
              />
            )}
          </Virtualizer>
        </div>
      )}
      {error ? <ErrorNotice error={error} onRetry={retry} className="m-2.5" /> : null}
    </>
  );
}

interface RowViewProps {
  row: Row;
  current: boolean;
  renaming: boolean;
  onRename: (id: string | undefined) => void;
}

function RowView({ row, current, renaming, onRename }: RowViewProps) {
  if (row.kind === 'heading') {
    return <h2 className="px-2.5 pt-3.5 pb-1.25 text-small font-medium text-text-soft">{headingOf(row)}</h2>;
  }
  if (row.kind === 'damaged') return <p className="truncate px-2.5 py-1.75 text-text-soft italic">{t('sidebar.damaged')}</p>;
  if (row.kind === 'more') return <RowSkeleton width="w-3/5" />;
  return <ConversationRow conversation={row.conversation} current={current} renaming={renaming} onRename={onRename} />;
}

/** Arrow keys go from chat to chat; Tab still reaches every control. */
function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links[links.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function RowSkeleton({ width }: { width: string }) {
  return (
    <div className="flex h-9 items-center px-2.5">
      <Skeleton className={`h-3 ${width}`} />
    </div>
  );
}

function ListSkeleton() {
  return (
    <div aria-busy className="px-2.5 pt-4">
      <Skeleton className="mx-2.5 mb-2.5 h-2.5 w-12" />
      {['w-4/5', 'w-3/5', 'w-11/12', 'w-1/2', 'w-3/4', 'w-2/3'].map((width) => (
        <RowSkeleton key={width} width={width} />
      ))}
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
    </div>
  );
}
