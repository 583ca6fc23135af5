import { useEffect, useState, type CSSProperties } from 'react';
import { Kbd } from './Kbd.tsx';

interface Shown {
  readonly text: string;
  readonly keys: string | undefined;
  readonly rect: DOMRect;
}

const delay = 450;
const gap = 8;
const widest = 280;

const anchorOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;

function place({ rect }: Shown): CSSProperties {
  const below = rect.bottom + 44 < innerHeight;
  const middle = Math.min(Math.max(rect.left + rect.width / 2, gap + 8), innerWidth - gap - 8);
  const shift =
    middle < widest / 2
      ? -Math.min(50, ((middle - gap) / widest) * 100)
      : middle > innerWidth - widest / 2
        ? -50 - Math.min(50, 50 - ((innerWidth - middle - gap) / widest) * 100)
        : -50;
  return {
    left: middle,
    translate: `${shift}% ${below ? '0' : '-100%'}`,
    top: below ? rect.bottom + gap : rect.top - gap,
    maxWidth: widest,
  };
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
      style={place(shown)}
      className="pointer-events-none fixed z-70 flex w-max animate-appear items-center gap-2 rounded-s bg-text px-2.5 py-1 text-small text-canvas"
    >
      {shown.text}
      {shown.keys === undefined ? null : <Kbd className="text-canvas opacity-75" keys={shown.keys} />}
    </div>
  );
}
