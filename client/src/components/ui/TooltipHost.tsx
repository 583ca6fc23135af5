import { useEffect, useState } from 'react';
import { Kbd } from './Kbd.tsx';

interface Shown {
  readonly text: string;
  readonly keys: string | undefined;
  readonly rect: DOMRect;
}

const delay = 450;
const gap = 8;

const anchorOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;

/** Under the middle of its anchor, or over it where the page ends, and always inside the page. */
function place(tip: HTMLElement | null, { left, width, top, bottom }: DOMRect): void {
  if (!tip) return;
  const size = tip.getBoundingClientRect();
  const x = Math.min(Math.max(left + width / 2 - size.width / 2, gap), innerWidth - size.width - gap);
  const y = bottom + gap + size.height < innerHeight ? bottom + gap : top - gap - size.height;
  tip.style.translate = `${x}px ${y}px`;
}

/**
 * The tooltips of the whole page: one listener and one element, so that a thousand buttons cost nothing. Anything with
 * `data-tooltip` gets one; its text must also be the accessible name, so the tooltip itself is hidden from screen readers.
 */
export function TooltipHost() {
  const [shown, setShown] = useState<Shown>();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: HTMLElement | null = null;

    const hide = (): void => {
      clearTimeout(timer);
      current = null;
      setShown(undefined);
    };
    const show = (anchor: HTMLElement, after: number): void => {
      if (anchor === current) return;
      hide();
      current = anchor;
      timer = setTimeout(() => {
        if (!anchor.isConnected || anchor.getAttribute('aria-expanded') === 'true') return;
        setShown({ text: anchor.dataset['tooltip'] ?? '', keys: anchor.dataset['tooltipKeys'], rect: anchor.getBoundingClientRect() });
      }, after);
    };
    const over = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return;
      const anchor = anchorOf(event.target);
      if (anchor) show(anchor, delay);
      else if (current && current !== document.activeElement) hide();
    };
    const focus = (event: FocusEvent): void => {
      const anchor = anchorOf(event.target);
      if (anchor?.matches(':focus-visible')) show(anchor, delay);
      else hide();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };

    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('pointerover', over, { signal });
    document.addEventListener('pointerdown', hide, { signal });
    document.addEventListener('focusin', focus, { signal });
    document.addEventListener('focusout', hide, { signal });
    document.addEventListener('keydown', key, { signal });
    document.addEventListener('scroll', hide, { signal, capture: true, passive: true });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);

  if (!shown) return null;
  return (
    <div
      aria-hidden
      ref={(tip) => place(tip, shown.rect)}
      className="pointer-events-none fixed top-0 left-0 z-70 flex w-max max-w-70 animate-appear items-center gap-2 rounded-s bg-text px-2.5 py-1 text-small text-canvas"
    >
      {shown.text}
      {shown.keys === undefined ? null : <Kbd className="text-canvas opacity-75" keys={shown.keys} />}
    </div>
  );
}
