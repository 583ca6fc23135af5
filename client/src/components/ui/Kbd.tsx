import { clsx } from 'clsx';

/** Keys, as printed on them: for the eye, beside the name of what they do. Drawn, so that they are no part of a button's words. */
export function Kbd({ className, keys }: { className?: string; keys: string }) {
  return (
    <kbd
      aria-hidden
      data-keys={keys}
      className={clsx(
        'font-ui text-small leading-none whitespace-nowrap before:inline-block before:content-[attr(data-keys)] before:[direction:ltr]',
        className ?? 'text-text-soft',
      )}
    />
  );
}
