import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const looks = {
  /** The one action a person came for. */
  first: 'bg-text text-canvas border-transparent hover:opacity-90 active:opacity-80',
  plain: 'border-line hover:bg-tint active:bg-tint-strong',
  quiet: 'border-transparent text-text-soft hover:bg-tint hover:text-text active:bg-tint-strong',
  bad: 'border-line text-bad hover:bg-bad-soft active:bg-bad-soft',
} as const;

const sizes = {
  normal: 'min-h-(--control) px-3.5',
  small: 'min-h-7.5 px-2.5 text-small',
  full: 'min-h-(--field) w-full justify-center px-3.5',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  /** Words said while the action is under way; the button stays in place and takes no second press. */
  busy?: string | undefined;
}

/** A button with words. It is a `button`, never a submit, unless said. */
export function Button({
  look = 'plain',
  size = 'normal',
  busy,
  className,
  children,
  type = 'button',
  disabled,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled}
      aria-disabled={busy === undefined ? undefined : true}
      onClick={busy === undefined ? onClick : (event) => event.preventDefault()}
      className={clsx(
        'inline-flex items-center gap-2 rounded-m border font-medium transition-[background-color,opacity,color] select-none',
        'disabled:cursor-default disabled:opacity-50 aria-disabled:cursor-progress aria-disabled:opacity-70',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    >
      {busy ?? children}
    </button>
  );
}
