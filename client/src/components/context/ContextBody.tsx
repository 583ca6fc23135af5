import type { ContextView, Conversation } from '@parley/contracts';
import { useState } from 'react';
import { attempt } from '../../lib/attempt.ts';
import { chooseCompaction, compactNow } from '../../lib/context-notes.ts';
import { formatCount } from '../../lib/money.ts';
import { t } from '../../localization/localization.ts';
import { regenerateById } from '../../stores/turns.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ContextBar } from './ContextBar.tsx';
import { ContextDropped, ContextItems } from './ContextItems.tsx';
import type { Place } from './use-context-view.ts';

interface ContextBodyProps {
  view: ContextView;
  conversation: Conversation | undefined;
  place: Place;
  /** The answer whose request is shown; null: the next message's. */
  answerId: string | null;
  onClose: () => void;
}

function CompactButton({ place: { conversationId, parentId, model } }: { place: Place }) {
  const [busy, setBusy] = useState(false);
  if (parentId === null || model === null) return null;
  const compact = (): void => {
    setBusy(true);
    attempt(compactNow(conversationId, parentId, model).finally(() => setBusy(false)));
  };
  return (
    <Button size="small" busy={busy ? t('context.compacting') : undefined} onClick={compact}>
      {t('context.compact')}
    </Button>
  );
}

function AutomaticChoice({ conversation }: { conversation: Conversation }) {
  const automatic = conversation.settings.compaction !== 'off';
  return (
    <label className="inline-flex min-h-7.5 items-center gap-2">
      <input
        type="checkbox"
        checked={automatic}
        onChange={() => attempt(chooseCompaction(conversation, automatic ? 'off' : 'auto'))}
        className="size-4 accent-accent"
      />
      {t('context.automatic')}
    </label>
  );
}

/** How it was counted and what proves it, for those who want to know. */
function Details({ view: { counting, window, sha256, exact } }: { view: ContextView }) {
  const how = counting.method === 'tokenizer' ? 'context.counted.tokenizer' : 'context.counted.estimate';
  return (
    <details className="text-small text-text-soft">
      <summary className="min-h-7.5 cursor-pointer rounded-s py-1 font-medium">{t('context.details')}</summary>
      <p className="py-1">
        {t(how)} {counting.samples === 0 ? t('context.uncalibrated') : t('context.calibrated', { count: counting.samples })}{' '}
        {window.assumed
          ? t('context.assumed', { count: formatCount(window.tokens) })
          : t('context.window', { count: formatCount(window.tokens), answer: formatCount(window.answer) })}
      </p>
      {exact ? (
        <p className="py-1 wrap-anywhere">
          {t('context.hash')} <code className="font-mono">{sha256}</code>
        </p>
      ) : null}
    </details>
  );
}

/** One request: its numbers, what can be done about it, its parts, and what is left out. */
export function ContextBody({ view, conversation, place, answerId, onClose }: ContextBodyProps) {
  const { conversationId, model } = place;
  const sendAgain = (): void => {
    if (answerId === null || model === null) return;
    attempt(regenerateById(conversationId, answerId, model));
    onClose();
  };
  return (
    <>
      <ContextBar view={view} />
      {view.next === null ? null : <Notice tone="plain" title={t(view.next === 'summary' ? 'context.next.summary' : 'context.next.cut')} />}
      {view.fold === null ? null : (
        <p className="text-text-soft">
          {t(view.fold.kind === 'summary' ? 'context.fold.summary' : 'context.fold.cut', { count: view.fold.messages })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {answerId === null ? (
          <>
            <CompactButton place={place} />
            {conversation && view.summaries ? <AutomaticChoice conversation={conversation} /> : null}
          </>
        ) : (
          <Button size="small" disabled={model === null} onClick={sendAgain}>
            {t('context.sendAgain')}
          </Button>
        )}
      </div>
      <ContextItems view={view} conversationId={conversationId} />
      <ContextDropped view={view} conversationId={conversationId} />
      {view.exact ? null : <Notice tone="plain" title={t('context.inexact')} />}
      <Details view={view} />
    </>
  );
}
