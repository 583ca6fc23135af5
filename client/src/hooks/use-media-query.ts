import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query matches, now and after every change. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Whether the sidebar lies over the chat: as narrow as a phone. */
export const usePhone = (): boolean => useMediaQuery('(max-width: 760px)');
