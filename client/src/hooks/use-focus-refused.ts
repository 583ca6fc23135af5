import { useEffect, useRef, type RefObject } from 'react';

/** Puts the focus into the first field that was refused, each time something was: it may be far from the button that was pressed. */
export function useFocusRefused(refusal: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);
  return form;
}
