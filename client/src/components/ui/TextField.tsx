import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'children'> {
  label: string;
  /** What is wrong, in words; shown under the field and read with it. */
  error?: ReactNode;
  help?: ReactNode;
  /** A control inside the field, at its end. */
  end?: ReactNode;
  /** The label is for screen readers alone. */
  hideLabel?: boolean;
  /** Takes the focus when it appears: the one place the person came to write. */
  takesFocus?: boolean;
}

/** A field with its label, its help and what is wrong with it. */
export function TextField({ label, error, help, end, hideLabel = false, takesFocus = false, className, id, ...rest }: TextFieldProps) {
  const made = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const field = id ?? made;
  const described = [error ? `${field}-error` : '', help ? `${field}-help` : ''].join(' ').trim();
  return (
    <div className={className}>
      <label htmlFor={field} className={clsx(hideLabel ? 'sr-only' : 'mb-1.5 block font-medium')}>
        {label}
      </label>
      <div
        className={clsx(
          'flex min-h-(--field) items-center rounded-m border bg-canvas transition-colors',
          'has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-1 has-[input:focus-visible]:outline-accent',
          error ? 'border-bad' : 'border-line-strong',
        )}
      >
        <input
          ref={input}
          id={field}
          aria-invalid={error ? true : undefined}
          aria-describedby={described === '' ? undefined : described}
          className="min-w-0 flex-1 self-stretch rounded-m bg-transparent px-3 text-base outline-none desk:text-ui"
          {...rest}
        />
        {end}
      </div>
      {help ? (
        <p id={`${field}-help`} className="mt-1.5 text-small text-text-soft">
          {help}
        </p>
      ) : null}
      {error ? (
        <p id={`${field}-error`} className="mt-1.5 flex gap-1.5 text-small text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.75" />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}
