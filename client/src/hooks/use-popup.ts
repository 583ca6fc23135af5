import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** What a button opens beside itself. */
export interface Popup {
  readonly open: boolean;
  /** Holds the button and what it opens. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly toggle: () => void;
  /** Closes it and gives the button its focus back. */
  readonly close: () => void;
}

/** Closes with Escape, which gives the focus back, and as soon as a pointer or the focus goes elsewhere, where it then stays. */
export function usePopup(): Popup {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const toggle = useCallback((): void => setOpen((isOpen) => !isOpen), []);
  const close = useCallback((): void => {
    setOpen(false);
    button.current?.focus();
  }, []);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    document.addEventListener('keydown', escape);
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('keydown', escape);
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open, close]);
  return { open, place, button, toggle, close };
}
