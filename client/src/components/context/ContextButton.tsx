import { lazy, Suspense } from 'react';
import type { CallSettings, Conversation } from '@parley/contracts';
import { useCalmDraft } from '../../hooks/use-calm-draft.ts';
import { t } from '../../localization/localization.ts';
import { attachmentPlace, useAttachments, type Attachment } from '../../stores/attachments.ts';
import { closeContext, openContext, useContextPanel } from '../../stores/context-panel.ts';
import { filled } from './context-numbers.ts';
import { useNextContext, type Place } from './use-context-view.ts';

const load = () => import('./ContextDialog.tsx');
const ContextDialog = lazy(async () => ({ default: (await load()).ContextDialog }));

export interface ContextButtonProps extends Place {
  accountId: string;
  /** Undefined of a chat that begins with its first message. */
  conversation: Conversation | undefined;
  /** Under what the draft and the files wait. */
  chat: string;
  /** What the chat will be asked with, of one that the server does not know yet. */
  settings?: CallSettings;
  /** A message is on its way, or an answer is being written: its end is waited for before anything is counted. */
  working: boolean;
}

const noFiles: readonly Attachment[] = [];

/** Opens the context view, and shows how full the context is with what is written and attached. */
export function ContextButton({ accountId, conversation, chat, working, settings, ...place }: ContextButtonProps) {
  const panel = useContextPanel((state) => state.open);
  const draft = useCalmDraft(accountId, chat);
  const attached = useAttachments((state) => state[attachmentPlace(accountId, chat)]) ?? noFiles;
  const files = attached.flatMap(({ file }) => (file === null ? [] : [file.fileId]));
  const next = { ...place, draft, files, ...(settings === undefined ? {} : { settings }) };
  const { data } = useNextContext({ ...next, brief: true }, !working);
  const share = data === undefined ? null : filled(data);
  const { conversationId } = place;
  const shown = panel?.conversationId === conversationId ? panel : null;
  return (
    <>
      <button
        type="button"
        aria-label={t('context.open')}
        aria-haspopup="dialog"
        aria-expanded={shown !== null}
        aria-describedby={share === null ? undefined : 'context-share'}
        data-tooltip={t('context.open')}
        onPointerEnter={() => void load().catch(() => undefined)}
        onFocus={() => void load().catch(() => undefined)}
        onClick={() => openContext(conversationId)}
        className="inline-flex min-h-(--icon-button) shrink-0 items-center gap-2 rounded-s px-2 text-small text-text-soft transition-colors select-none hover:bg-tint hover:text-text active:bg-tint-strong"
      >
        <span aria-hidden className="block h-1.5 w-9 overflow-hidden rounded-full bg-tint-strong">
          <span
            className="block h-full rounded-full bg-accent data-full:bg-warn"
            data-full={(share ?? 0) >= 90 || undefined}
            style={{ width: `${Math.min(100, share ?? 0)}%` }}
          />
        </span>
        <span aria-hidden className="hidden tabular-nums desk:inline">
          {share === null ? t('context.open') : t('context.percent', { share })}
        </span>
        {share === null ? null : (
          <span id="context-share" className="sr-only">
            {t('context.filled', { share })}
          </span>
        )}
      </button>
      {shown === null ? null : (
        <Suspense>
          <ContextDialog next={next} conversation={conversation} answerId={shown.answerId} onClose={closeContext} />
        </Suspense>
      )}
    </>
  );
}
