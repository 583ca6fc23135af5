import { useEffect, useReducer, useState } from 'react';
import type { Snapshot } from './markdown-document.ts';
import { createMarkdownReader } from './markdown-reader.ts';

/** The blocks of a text that may grow, read without ever holding a frame for long. */
export function useMarkdown(text: string, finished: boolean): Snapshot {
  const [reader] = useState(createMarkdownReader);
  const [turn, readAgain] = useReducer((count: number) => count + 1, 0);
  const { snapshot, again } = reader.read(text, finished);
  useEffect(() => {
    if (again === null) return undefined;
    const timer = setTimeout(readAgain, again);
    return () => clearTimeout(timer);
  }, [again, text, turn]);
  return snapshot;
}
