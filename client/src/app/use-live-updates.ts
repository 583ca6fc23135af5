import { useEffect } from 'react';
import { realtime } from '../lib/realtime-instance.ts';

/** Keeps the page true to the server from the moment somebody is signed in. */
export function useLiveUpdates(): void {
  useEffect(() => {
    realtime();
  }, []);
}
