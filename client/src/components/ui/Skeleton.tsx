import { clsx } from 'clsx';

/** The shape of what is coming, in the size it will have. Hidden from screen readers: the place around it says `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block animate-breathe rounded-s bg-tint', className)} />;
}
