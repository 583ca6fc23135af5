import { useEffect, useState } from 'react';

/** Milliseconds without a key after which a person has paused: longer than the time between two words. */
export const writingPause = 1_500;

const fields = 'textarea, input, [contenteditable]:not([contenteditable="false"])';
let lastKeyAt = -Infinity;
let composing = false;

const now = (): number => performance.now();
const isField = (element: Element | null): boolean => element?.matches(fields) ?? false;

// From the start, because it matters what was written before anybody asks.
document.addEventListener('keydown', () => (lastKeyAt = now()), { capture: true, passive: true });
document.addEventListener('input', () => (lastKeyAt = now()), { capture: true, passive: true });
document.addEventListener('compositionstart', () => (composing = true), { capture: true, passive: true });
document.addEventListener('compositionend', () => (composing = false), { capture: true, passive: true });

/** Milliseconds until the person counts as not writing; none for who writes nowhere. */
function untilPause(): number {
  if (!isField(document.activeElement)) return 0;
  return composing ? writingPause : Math.max(0, lastKeyAt + writingPause - now());
}

/**
 * True once the person pauses in writing after `wanted` became true, at once for who does not write; from then on until `wanted` is false.
 * For what takes the focus without having been asked for: keys that are on their way belong to the field they were meant for.
 */
export function useWritingPause(wanted: boolean): boolean {
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const left = untilPause();
      if (left > 0) timer = setTimeout(look, left);
      else setPaused(true);
    };
    look();
    return () => {
      clearTimeout(timer);
      setPaused(false);
    };
  }, [wanted]);
  return wanted && paused;
}
