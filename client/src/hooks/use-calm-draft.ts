import { useEffect, useState } from 'react';
import { readDraft, subscribeToDrafts } from '../stores/drafts.ts';

/** Milliseconds without a change after which a draft is taken as it stands. */
const calmAfter = 600;

/** What is written in a chat and not sent, some time after the last key: for what is too dear to be done at every one. */
export function useCalmDraft(accountId: string, chat: string): string {
  const [draft, setDraft] = useState(() => readDraft(accountId, chat));
  useEffect(() => {
    const take = (): void => setDraft(readDraft(accountId, chat));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = subscribeToDrafts(() => {
      clearTimeout(timer);
      timer = setTimeout(take, calmAfter);
    });
    take();
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [accountId, chat]);
  return draft;
}
