import { useEffect, useState } from 'react';

/** Code that is fetched apart from the page it belongs to. */
export interface Part<T> {
  /** Fetches it, unless it is there or on its way. What fails is tried again when it is needed. */
  readonly preload: () => void;
  /** The code, undefined until it is there; fetches it. Throws, for the nearest error boundary, when it cannot be fetched. */
  readonly usePart: () => T | undefined;
}

/**
 * Makes a part of the page that `load` fetches. Unlike React's `lazy` it is drawn at once when its code is there already, and as soon
 * as it comes otherwise: what stands behind a Suspense fallback React holds back for 300 ms.
 */
export function createPart<T extends object>(load: () => Promise<T>): Part<T> {
  let loaded: T | undefined;
  let loading: Promise<T> | undefined;

  const fetchPart = async (): Promise<T> => {
    try {
      loaded = await (loading ??= load());
      return loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };

  function usePart(): T | undefined {
    const [state, settle] = useState<{ part?: T; failure?: { error: unknown } }>({});
    useEffect(() => {
      if (!loaded) {
        fetchPart().then(
          (part) => settle({ part }),
          (error: unknown) => settle({ failure: { error } }),
        );
      }
    }, []);
    if (state.failure) throw state.failure.error;
    return state.part ?? loaded;
  }
  // A failure is told to whoever uses the part.
  return { preload: () => void fetchPart().catch(() => undefined), usePart };
}
