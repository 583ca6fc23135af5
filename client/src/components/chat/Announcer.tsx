import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { useLiveAnswer } from '../../stores/live.ts';
import { speakable, takeSentences } from './sentences.ts';

/** Screen readers get a breath between two announcements, in milliseconds. */
const breath = 800;

/** Reads an answer to screen readers while it is being written, politely, a sentence at a time. */
export function Announcer({ message }: { message: Message }) {
  const live = useLiveAnswer(message);
  const [words, setWords] = useState('');
  const told = useRef({ turnId: '', at: 0, next: 0 });
  const { turnId } = message;
  const ended = live?.ended ?? true;
  const text = live ? messageText(live.answer.parts) : '';

  useEffect(() => {
    if (!live || turnId === null) return;
    // A reader that comes late hears what comes from now on.
    if (told.current.turnId !== turnId) told.current = { turnId, at: 0, next: text.length > 400 ? text.length : 0 };
    const now = performance.now();
    if (ended) {
      setWords(`${speakable(text.slice(told.current.next))} ${t('message.answered')}`);
      told.current.next = text.length;
      return;
    }
    if (now - told.current.at < breath) return;
    const { said, next } = takeSentences(text, told.current.next);
    if (said === '') return;
    told.current = { turnId, at: now, next };
    setWords(said);
  }, [live, turnId, text, ended]);

  return (
    <div aria-live="polite" className="sr-only">
      {words}
    </div>
  );
}
