import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { t } from '../../localization/localization.ts';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name, also the heading unless hidden. */
  title: string;
  hideTitle?: boolean;
  description?: ReactNode;
  className?: string;
  /** Whether Escape and a press outside close it, and a close button is drawn. */
  dismissible?: boolean;
  children: ReactNode;
}

/**
 * A dialog over the page: focus moves in, stays in and goes back. The veil is our own element: Radix's would put a style element
 * into the page to lock scrolling, which the policy forbids and a page that does not scroll does not need. Load it lazily.
 */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, hideTitle = false, description, className, dismissible = true, children } = props;
  const before = useRef<Element>(null);
  const hold = (event: Event): void => {
    if (!dismissible) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div aria-hidden className="fixed inset-0 z-50 animate-appear bg-veil" />
        <div className="pointer-events-none fixed inset-0 z-50 grid place-items-end justify-items-center desk:place-items-center desk:p-4">
          <Radix.Content
            onEscapeKeyDown={hold}
            onPointerDownOutside={hold}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={() => {
              before.current = document.activeElement;
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              // Back to where the person was, unless what they chose has taken the focus.
              const nowhere = document.activeElement === null || document.activeElement === document.body;
              if (nowhere && before.current instanceof HTMLElement) before.current.focus();
            }}
            className={clsx(
              'pointer-events-auto relative flex max-h-[min(94dvh,52rem)] w-full animate-rise flex-col overflow-hidden rounded-t-l border border-line bg-raised shadow-raised outline-none',
              'pb-[env(safe-area-inset-bottom)] desk:max-h-[min(86dvh,52rem)] desk:rounded-l desk:pb-0',
              className ?? 'desk:max-w-120',
            )}
          >
            <div
              className={clsx(
                hideTitle
                  ? 'sr-only'
                  : clsx('flex gap-3 ps-6 pe-4 pt-4.5 pb-1', description === undefined ? 'items-center' : 'items-start'),
              )}
            >
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-[1.15rem]/snug font-bold tracking-[-0.01em]">{title}</Radix.Title>
                {description === undefined ? null : <Radix.Description className="mt-1 text-text-soft">{description}</Radix.Description>}
              </div>
              {dismissible && !hideTitle ? (
                <Radix.Close asChild>
                  <IconButton label={t('common.close')}>
                    <X aria-hidden />
                  </IconButton>
                </Radix.Close>
              ) : null}
            </div>
            {children}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
