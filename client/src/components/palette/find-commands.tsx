import '../../localization/settings-words.ts';
import type { ReactNode } from 'react';

export interface AppCommand {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly keys?: string | undefined;
  /** Shown before anything is written. */
  readonly usual?: boolean;
  readonly run: () => void;
}

/** The commands in whose names every written word occurs; the usual ones before anything is written. */
export function findCommands(commands: readonly AppCommand[], text: string): readonly AppCommand[] {
  const words = text.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return commands.filter(({ usual }) => usual);
  return commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}

/** The text with the wanted part marked, where it occurs. */
export function Marked({ text, wanted }: { text: string; wanted: string }) {
  const at = wanted.trim() === '' ? -1 : text.toLowerCase().indexOf(wanted.trim().toLowerCase());
  if (at < 0) return text;
  const end = at + wanted.trim().length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}
