import { useEffect, useState } from 'react';

/** The time now, renewed at each midnight, for what is grouped by days. */
export function useDay(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const today = new Date(now);
    const tomorrow = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime();
    const timer = setTimeout(() => setNow(Date.now()), tomorrow - Date.now() + 1_000);
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}
