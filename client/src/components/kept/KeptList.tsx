import type { Conversation } from '@parley/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isDamaged, type Show } from '../../lib/conversations/conversation-cache.ts';
import { conversationListQuery } from '../../lib/conversations/conversation-list.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

interface KeptListProps {
  show: Extract<Show, 'bin' | 'archived'>;
  title: string;
  text: string;
  empty: string;
  row: (conversation: Conversation) => ReactNode;
}

/** A page of chats that were put aside. */
export function KeptList({ show, title, text, empty, row }: KeptListProps) {
  const list = useInfiniteQuery(conversationListQuery({ show, title: '' }));
  const rows = list.data?.pages.flatMap((page) => page.conversations) ?? [];
  return (
    <main id="main" className="min-h-0 flex-1 overflow-y-auto px-4.5 pb-10 desk:px-6">
      <div className="mx-auto max-w-measure pt-14 desk:pt-12">
        <h1 className="text-title font-bold tracking-[-0.015em]">{title}</h1>
        <p className="mt-0.5 text-text-soft">{text}</p>
        {list.isPending ? <Loading /> : null}
        {list.isSuccess && rows.length === 0 ? <p className="mt-8 text-text-soft">{empty}</p> : null}
        <ul className="mt-5">
          {rows.map((item) => (
            <li key={item.id} className="border-b border-line last:border-0">
              {isDamaged(item) ? <p className="py-3 text-text-soft italic">{t('sidebar.damaged')}</p> : row(item)}
            </li>
          ))}
        </ul>
        {list.error ? <ErrorNotice error={list.error} onRetry={() => void list.refetch()} className="mt-5" /> : null}
        {list.hasNextPage ? (
          <Button
            className="mt-4"
            busy={list.isFetchingNextPage ? t('common.loading') : undefined}
            onClick={() => void list.fetchNextPage()}
          >
            {t('kept.more')}
          </Button>
        ) : null}
      </div>
    </main>
  );
}

function Loading() {
  return (
    <div aria-busy className="mt-6 grid gap-3">
      {['w-2/5', 'w-3/5', 'w-1/2'].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}

interface KeptRowProps {
  title: ReactNode;
  detail: string;
  children: ReactNode;
}

export function KeptRow({ title, detail, children }: KeptRowProps) {
  return (
    <div className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <div dir="auto" className="truncate font-medium">
          {title}
        </div>
        <p className="text-small text-text-soft">{detail}</p>
      </div>
      {children}
    </div>
  );
}
