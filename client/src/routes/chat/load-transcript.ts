/** The code that draws messages: a new chat is usable without it. */
export const loadTranscript = () => import('../../components/chat/Transcript.tsx');

/** Fetches it ahead of the first message. */
export const preloadTranscript = (): void => void loadTranscript().catch(() => undefined);
