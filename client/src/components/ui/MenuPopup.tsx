import { clsx } from 'clsx';
import { DropdownMenu } from 'radix-ui';
import { Fragment, useRef } from 'react';
import { Kbd } from './Kbd.tsx';
import type { MenuItem } from './menu-item.ts';

interface MenuPopupProps {
  label: string;
  items: readonly MenuItem[];
  side: 'top' | 'bottom';
  align: 'start' | 'end';
  button: HTMLButtonElement | null;
  onClose: () => void;
}

/** The open menu of a MenuButton. Not modal: Radix's scroll lock would put a style element into the page, which the policy forbids. */
export function MenuPopup({ label, items, side, align, button, onClose }: MenuPopupProps) {
  const chosen = useRef(false);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => (open ? undefined : onClose())}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden tabIndex={-1} className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={button?.closest<HTMLElement>('nav, main') ?? null}>
        <DropdownMenu.Content
          aria-label={label}
          aria-labelledby={undefined}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          loop
          onInteractOutside={(event) => {
            // The button itself closes the menu with its own click.
            if (event.target instanceof Node && button?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // An item may have moved the focus itself (a rename field, a dialog).
            if (!chosen.current || document.activeElement === document.body) button?.focus();
          }}
          className="floating z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-y-auto p-1.5 outline-none"
        >
          {items.map(({ label: name, icon, keys, bad = false, disabled = false, apart = false, onSelect }) => (
            <Fragment key={name}>
              {apart ? <DropdownMenu.Separator className="mx-2 my-1.5 h-px bg-line" /> : null}
              <DropdownMenu.Item
                disabled={disabled}
                onSelect={() => {
                  chosen.current = true;
                  onSelect();
                }}
                className={clsx(
                  'row-item cursor-default select-none data-disabled:opacity-50 data-highlighted:bg-tint [&_svg]:size-4',
                  bad ? 'text-bad data-highlighted:bg-bad-soft' : '[&_svg]:text-text-soft',
                )}
              >
                {icon}
                {name}
                {keys === undefined ? null : <Kbd className="ms-auto ps-6 text-text-soft" keys={keys} />}
              </DropdownMenu.Item>
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
