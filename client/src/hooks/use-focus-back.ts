import { useRef, type RefCallback } from 'react';

interface FocusBack {
  /** Of the control that gives way to what it opens. */
  readonly ref: RefCallback<HTMLElement>;
  /** The control is about to come back, or is there: it takes the focus. */
  back(): void;
}

/** Gives the focus back to a control when what it opened has gone, so that nobody has to find their way from the top of the page. */
export function useFocusBack(): FocusBack {
  const wanted = useRef(false);
  const shown = useRef<HTMLElement>(null);
  return {
    ref(control) {
      shown.current = control;
      if (control === null || !wanted.current) return;
      wanted.current = false;
      control.focus();
    },
    back() {
      if (shown.current?.isConnected) shown.current.focus();
      else wanted.current = true;
    },
  };
}
