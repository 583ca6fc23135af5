import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { dismissToast, toastLasts, useToasts, type Toast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { IconButton } from './IconButton.tsx';

/**
 * Where short messages appear. Our own: the usual libraries put a style element into the page, which the policy forbids. The region
 * is always there, so that screen readers hear what is put into it.
 */
export function ToastHost() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <output
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-[calc(7.25rem+env(safe-area-inset-bottom))] z-60 flex flex-col items-center gap-2"
    >
      {toasts.map((toast) => (
        <ToastRow key={toast.id} toast={toast} />
      ))}
    </output>
  );
}

function ToastRow({ toast: { id, text, tone, action } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(id), toastLasts);
    return () => clearTimeout(timer);
  }, [id, held]);
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full min-w-64 animate-rise items-center gap-1 rounded-m bg-text py-1.5 ps-4 pe-1.5 text-canvas shadow-raised"
    >
      <span className={clsx('min-w-0 flex-1 py-1', tone === 'bad' && 'font-medium')}>{text}</span>
      {action ? (
        <button
          type="button"
          className="min-h-8 rounded-s px-3 font-semibold underline-offset-3 outline-offset-0 hover:underline focus-visible:outline-canvas"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <IconButton
        label={t('common.dismiss')}
        size="small"
        className="text-canvas opacity-80 hover:bg-transparent! hover:text-canvas! hover:opacity-100 focus-visible:outline-canvas"
        onClick={() => dismissToast(id)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
