import type { ReactNode } from 'react';

/** A page with one thing to say, in the middle of the screen. */
export function CenteredPage({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-105 text-center">{children}</div>
    </main>
  );
}
