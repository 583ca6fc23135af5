import { createMarkdownDocument, type Snapshot } from './markdown-document.ts';

/** Milliseconds one frame may spend on reading; what is left of a long stored text follows in the next frames. */
const budget = 12;
/** A growing text is read so seldom that reading takes at most this share of the time: one part in five. */
const rest = 4;

export interface Reading {
  readonly snapshot: Snapshot;
  /** Milliseconds after which to read again, because not everything is in the snapshot; null when all is. */
  readonly again: number | null;
}

/** Reads a text that may grow, in small steps: the same call with the same text may give more than before. */
export interface MarkdownReader {
  read(text: string, finished: boolean): Reading;
}

export function createMarkdownReader(): MarkdownReader {
  const document = createMarkdownDocument();
  let known: { text: string; finished: boolean; at: number; snapshot: Snapshot } | undefined;

  return {
    read(text, finished) {
      const now = performance.now();
      if (known) {
        const same = known.text === text && known.finished === finished;
        if (same && !known.snapshot.pending) return { snapshot: known.snapshot, again: null };
        const wait = known.at + document.cost * rest - now;
        if (!same && !finished && wait > 0 && text.startsWith(known.text)) return { snapshot: known.snapshot, again: Math.max(4, wait) };
      }
      const snapshot = document.update(text, finished, budget);
      known = { text, finished, at: performance.now(), snapshot };
      return { snapshot, again: snapshot.pending ? 0 : null };
    },
  };
}
