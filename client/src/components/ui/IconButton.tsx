import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'title'> {
  /** The accessible name, also shown as a tooltip. */
  label: string;
  /** Keys that do the same, shown in the tooltip (`⌘K`). */
  keys?: string | undefined;
  size?: 'normal' | 'small';
  children: ReactNode;
}

/** A button with an icon. Always has a name; the one TooltipHost of the page shows it on hover and focus. */
export function IconButton({ label, keys, size = 'normal', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tooltip={label}
      data-tooltip-keys={keys}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-s text-text-soft transition-colors select-none',
        'hover:bg-tint hover:text-text active:bg-tint-strong aria-expanded:bg-tint aria-expanded:text-text aria-pressed:bg-tint-strong aria-pressed:text-text',
        'disabled:pointer-events-none disabled:opacity-45',
        size === 'normal' ? 'size-(--icon-button)' : 'size-(--icon-button-small) [&_svg]:size-4',
        className,
      )}
      {...rest}
    />
  );
}
