import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { explainError } from '../../lib/explain-error.ts';
import { t } from '../../localization/localization.ts';
import { Button } from './Button.tsx';

export interface NoticeProps {
  title: ReactNode;
  children?: ReactNode;
  /** Buttons, in a row under the words. */
  actions?: ReactNode;
  tone?: 'bad' | 'plain';
  className?: string | undefined;
}

/** Something to know, in place: what happened, whose side it is on, what to do next. */
export function Notice({ title, children, actions, tone = 'bad', className }: NoticeProps) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={clsx('flex items-start gap-2.5 rounded-m px-3.5 py-3 text-ui', tone === 'bad' ? 'bg-bad-soft' : 'bg-tint', className)}
    >
      <CircleAlert aria-hidden className={clsx('mt-0.5 size-4.25', tone === 'bad' ? 'text-bad' : 'text-text-soft')} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold wrap-anywhere">{title}</p>
        {children ? <div className="wrap-anywhere text-text-soft">{children}</div> : null}
        {actions ? <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

export interface ErrorNoticeProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** More buttons after Retry. */
  actions?: ReactNode;
  className?: string | undefined;
}

/** Anything that was thrown, explained, with its request id and a Retry where trying again can help. */
export function ErrorNotice({ error, onRetry, actions, className }: ErrorNoticeProps) {
  const { title, next, requestId, retryable } = explainError(error);
  const retry =
    onRetry && retryable ? (
      <Button size="small" className="border-line-strong" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    ) : null;
  return (
    <Notice
      title={title}
      actions={
        retry || actions
          ? [
              <span key="retry" className="contents">
                {retry}
              </span>,
              <span key="more" className="contents">
                {actions}
              </span>,
            ]
          : null
      }
      className={className}
    >
      {next}
      {requestId === undefined ? null : <> {t('common.requestId', { id: requestId })}</>}
    </Notice>
  );
}
