import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** So near to the end a reader counts as being there, in pixels. */
const near = 48;

function scrollToEnd(element: HTMLElement): number {
  element.scrollTop = element.scrollHeight;
  return element.scrollTop;
}

const distance = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number => scrollHeight - scrollTop - clientHeight;

/**
 * Keeps the end of a growing list in view while the reader is there, and leaves the reader alone otherwise. `lastKey` names the
 * last item; its growth is what is followed. Whoever has just sent something (`sent`) wants to see it, wherever they were.
 */
export function useFollowEnd(scroller: RefObject<HTMLElement | null>, lastKey: string | undefined, sent: boolean) {
  const following = useRef(true);
  const lastTop = useRef(0);
  const [away, setAway] = useState(false);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    if (sent) following.current = true;
    const pin = (): void => {
      if (following.current) lastTop.current = scrollToEnd(element);
    };
    pin();
    // After the list's own observer, which runs first and gives the list its new height.
    const observer = new ResizeObserver(pin);
    observer.observe(element);
    const last = element.querySelector(`[data-message="${CSS.escape(lastKey ?? '')}"]`);
    if (last) observer.observe(last);
    return () => observer.disconnect();
    // `sent` matters at the moment the last item becomes another one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scroller, lastKey]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = (): void => {
      const { scrollTop } = element;
      const atEnd = distance(element) <= near;
      // Only a person scrolls up; growth below pushes nothing.
      if (atEnd) following.current = true;
      else if (scrollTop < lastTop.current - 1) following.current = false;
      lastTop.current = scrollTop;
      setAway(!atEnd && !following.current);
    };
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY < 0 && element.scrollHeight > element.clientHeight) following.current = false;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller]);

  const jump = (): void => {
    following.current = true;
    setAway(false);
    if (scroller.current) lastTop.current = scrollToEnd(scroller.current);
  };

  return { away, jump };
}
