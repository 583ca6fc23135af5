import { createPart } from '../../lib/create-part.ts';

/** The code that draws messages: a new chat is usable without it. */
export const transcriptPart = createPart(() => import('../../components/chat/Transcript.tsx'));

/** Fetches it as soon as the page has nothing better to do. Returns how to call that off. */
export function preloadTranscriptWhenIdle(): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(transcriptPart.preload, 300);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(transcriptPart.preload, { timeout: 600 });
  return () => cancelIdleCallback(handle);
}
