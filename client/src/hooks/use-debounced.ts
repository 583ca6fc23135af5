import { useEffect, useState } from 'react';

/** The value as it was when it last stood still for `delay` milliseconds; an empty text is taken at once. */
export function useDebounced(value: string, delay: number): string {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), value === '' ? 0 : delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return still;
}
