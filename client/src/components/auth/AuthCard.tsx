import type { ReactNode } from 'react';
import { useInterface } from '../../hooks/use-interface.ts';
import { LegalLinks } from '../ui/LegalLinks.tsx';

interface AuthCardProps {
  title: string;
  text: string;
  children: ReactNode;
  /** The way to the other page. */
  foot?: ReactNode;
}

/** The door: a card in the middle of the page. */
export function AuthCard({ title, text, children, foot }: AuthCardProps) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-5 px-4 py-8">
      <p className="text-base font-bold tracking-[-0.01em] text-text-soft">Parley</p>
      <section aria-labelledby="auth-title" className="w-full max-w-105 rounded-l border border-line bg-raised p-5 shadow-raised desk:p-7">
        <h1 id="auth-title" className="text-title font-bold tracking-[-0.015em]">
          {title}
        </h1>
        <p className="text-text-soft">{text}</p>
        {children}
      </section>
      {foot ? <p className="text-text-soft">{foot}</p> : null}
      <LegalLinks pages={useInterface()} className="justify-center text-small" />
    </main>
  );
}

/** How the links of the door look. */
export const linkLook =
  'inline-flex min-h-6 items-center font-medium text-accent underline-offset-3 hover:underline pointer-coarse:min-h-11';
