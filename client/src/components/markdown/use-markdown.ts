import { useEffect, useReducer, useRef } from 'react';
import { createMarkdownDocument, type MarkdownDocument, type Snapshot } from './markdown-document.ts';

/** Milliseconds one frame may spend on reading; what is left of a long stored text follows in the next frames. */
const budget = 12;
/** A growing text is read so seldom that reading takes at most this share of the time. */
const share = 4;

interface Reading {
  readonly document: MarkdownDocument;
  text: string;
  finished: boolean;
  readAt: number;
  snapshot: Snapshot | null;
}

/** The blocks of a text that may grow, read without ever holding a frame for long. */
export function useMarkdown(text: string, finished: boolean): Snapshot {
  const reading = useRef<Reading>(undefined);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  reading.current ??= { document: createMarkdownDocument(), text: '', finished: false, readAt: 0, snapshot: null };
  const now = reading.current;

  const changed = now.text !== text || now.finished !== finished;
  const wait = finished || !text.startsWith(now.text) ? 0 : now.readAt + now.document.cost * share - performance.now();
  let { snapshot } = now;
  if (!snapshot || snapshot.pending || (changed && wait <= 0)) {
    snapshot = now.document.update(text, finished, budget);
    Object.assign(now, { text, finished, readAt: performance.now(), snapshot });
  }

  const late = changed && snapshot === now.snapshot && now.text !== text;
  const { pending } = snapshot;
  useEffect(() => {
    if (!late && !pending) return undefined;
    const timer = setTimeout(draw, pending ? 0 : Math.max(4, wait));
    return () => clearTimeout(timer);
  });
  return snapshot;
}
