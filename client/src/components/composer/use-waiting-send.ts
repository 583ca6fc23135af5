import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Attachment } from '../../stores/attachments.ts';

/** What a message waits for before it goes. */
export type Waiting =
  | { readonly state: 'none' }
  /** It goes by itself when these have arrived. */
  | { readonly state: 'waiting'; readonly names: readonly string[] }
  /** One did not come through: nothing was sent. */
  | { readonly state: 'given-up'; readonly names: readonly string[] };

interface WaitingSend {
  readonly waiting: Waiting;
  /** Sends as soon as what is attached has arrived. */
  wait(): void;
  cancel(): void;
}

interface Held {
  readonly text: string;
  readonly keys: string;
  readonly place: string;
  readonly failed: readonly string[] | null;
}

const none: Waiting = { state: 'none' };
const keysOf = (attachments: readonly Attachment[]): string => attachments.map(({ key }) => key).join(' ');
const namesIn = (attachments: readonly Attachment[], state: Attachment['state']): string[] =>
  attachments.filter((each) => each.state === state).map(({ name }) => name);

/**
 * A message that is sent while a file of it is still on its way waits for it. Whoever writes on, attaches or takes off a file, or goes to another chat has
 * changed their mind: it does not go by itself then. Nothing leaves the field before it goes.
 */
export function useWaitingSend(
  { place, text, attachments, ready }: { place: string; text: string; attachments: readonly Attachment[]; ready: boolean },
  send: () => void,
): WaitingSend {
  const [held, setHeld] = useState<Held | null>(null);
  const keys = keysOf(attachments);
  const isSame = held !== null && held.text === text && held.keys === keys && held.place === place;
  if (held !== null && !isSame) setHeld(null);
  const failed = namesIn(attachments, 'failed');
  if (isSame && held.failed === null && failed.length > 0) setHeld({ ...held, failed });
  // Tried again: it is for the person to send it now.
  if (isSame && held.failed !== null && failed.length === 0) setHeld(null);
  const coming = namesIn(attachments, 'coming');
  const goes = isSame && held.failed === null && ready && coming.length === 0 && failed.length === 0;

  const latest = useRef(send);
  useLayoutEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    // What goes leaves the field, so that nothing is held any more.
    if (goes) latest.current();
  }, [goes]);

  return {
    waiting: !isSame ? none : held.failed === null ? { state: 'waiting', names: coming } : { state: 'given-up', names: held.failed },
    wait: () => setHeld({ text, keys, place, failed: null }),
    cancel: () => setHeld(null),
  };
}
