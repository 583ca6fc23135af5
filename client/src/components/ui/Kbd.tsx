import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** Keys, as printed on them. */
export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return <kbd className={clsx('font-ui text-small leading-none whitespace-nowrap', className ?? 'text-text-soft')}>{children}</kbd>;
}
