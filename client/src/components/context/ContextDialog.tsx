import '../../localization/context-words.ts';
import '../../localization/transcript-words.ts';
import type { Conversation } from '@parley/contracts';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Segments } from '../ui/Segments.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ChatCost } from './ChatCost.tsx';
import { ContextBody } from './ContextBody.tsx';
import { useNextContext, useSentContext, type Next } from './use-context-view.ts';

export interface ContextDialogProps {
  /** What the next message would be, as far as it is written. */
  next: Omit<Next, 'brief'>;
  /** Undefined of a chat that begins with its first message. */
  conversation: Conversation | undefined;
  /** Whose request is shown first; null: the next message's. */
  answerId: string | null;
  onClose: () => void;
}

/** What exactly will be, or was, sent. */
export function ContextDialog({ next: place, conversation, answerId, onClose }: ContextDialogProps) {
  const [when, setWhen] = useState<'before' | 'after'>(answerId === null ? 'before' : 'after');
  // Without an answer of its own it shows the one that the next message would follow.
  const sentFor = answerId ?? place.parentId;
  const next = useNextContext({ ...place, brief: false }, when === 'before');
  const sent = useSentContext(place.conversationId, when === 'after' ? sentFor : null);
  const { data, error, refetch } = when === 'before' ? next : sent;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('context.title')}
      className="desk:max-w-160"
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-6 pt-2 pb-5">
        {sentFor === null ? null : (
          <Segments
            label={t('context.which')}
            value={when}
            options={[
              { value: 'before', label: t('context.before') },
              { value: 'after', label: answerId === null ? t('context.afterLast') : t('context.after') },
            ]}
            onChange={setWhen}
          />
        )}
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
        {data && !error ? (
          <ContextBody
            view={data}
            conversation={conversation}
            place={place}
            answerId={when === 'after' ? sentFor : null}
            onClose={onClose}
          />
        ) : error ? null : (
          <div aria-busy className="grid gap-3 py-2">
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-2.5" />
            <Skeleton className="h-40" />
          </div>
        )}
        {place.parentId === null ? null : <ChatCost conversationId={place.conversationId} />}
      </div>
    </Dialog>
  );
}
