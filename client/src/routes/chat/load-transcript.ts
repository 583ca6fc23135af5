/** The code that draws messages: a new chat is usable without it. */
export const loadTranscript = () => import('../../components/chat/Transcript.tsx');

/** Fetches it ahead of the first message. */
export const preloadTranscript = (): void => void loadTranscript().catch(() => undefined);

/** Fetches it as soon as the page has nothing better to do. Returns how to call that off. */
export function preloadTranscriptWhenIdle(): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(preloadTranscript, 300);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(preloadTranscript, { timeout: 600 });
  return () => cancelIdleCallback(handle);
}
