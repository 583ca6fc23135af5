import { clsx } from 'clsx';
import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name of what opens. */
  label: string;
  /** The button it hangs on; it toggles the popover by itself. */
  trigger: ReactNode;
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
  className?: string;
  onOpenAutoFocus?: (event: Event) => void;
  children: ReactNode;
}

/** Something small that hangs on a button. Load it lazily; not modal, so the page behind stays alive. */
export function Popover({
  open,
  onOpenChange,
  label,
  trigger,
  side = 'bottom',
  align = 'start',
  className,
  onOpenAutoFocus,
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          {...(onOpenAutoFocus ? { onOpenAutoFocus } : {})}
          className={clsx(
            'floating z-60 max-h-(--radix-popover-content-available-height) animate-rise overflow-y-auto outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
