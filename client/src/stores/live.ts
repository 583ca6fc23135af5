import type { Answer } from '@parley/chat-core';
import type { Hint, Message } from '@parley/contracts';
import { useCallback, useSyncExternalStore } from 'react';
import { onHint, onReconnect, realtime } from '../lib/realtime-instance.ts';
import { branchOf, markAllChanged, markChanged, readAhead, refreshBranch, settleAnswer, showBranch, type Branch } from './branches.ts';
import { createLiveAnswers, type LiveAnswer } from './live-answers.ts';

/** The page's live answers, on the page's one connection. */
export const liveAnswers = createLiveAnswers({
  follow: (topic, cursor, listener) => realtime().follow(topic, cursor, listener),
  onEnded: (message: Message, answer: Answer) => settleAnswer(message, answer),
  onGone: (message: Message) => void refreshBranch(message.conversationId),
});

function heed(hint: Hint): void {
  if (hint.type === 'messages') markChanged(hint.conversationId);
  if (hint.type === 'turn') markChanged(hint.turn.conversationId);
}

let heeding = false;
function heedHints(): void {
  if (heeding) return;
  heeding = true;
  onHint((_topic, hint) => heed(hint));
  onReconnect(markAllChanged);
}

/** Whether a turn is at work on this message, as far as its stored form knows. */
export const isAtWork = (message: Message): boolean =>
  message.role === 'assistant' && (message.status === 'running' || message.status === 'waiting');

/** What has arrived of the answer so far; undefined for messages no turn is working on. Draws again when more arrives. */
export function useLiveAnswer(message: Message): LiveAnswer | undefined {
  const atWork = isAtWork(message);
  const subscribe = useCallback(
    (changed: () => void) => (atWork ? liveAnswers.read(message, changed) : () => undefined),
    [atWork, message],
  );
  const version = useSyncExternalStore(subscribe, () => liveAnswers.get(message.turnId)?.version ?? -1);
  const live = liveAnswers.get(message.turnId);
  return version >= 0 && atWork ? live : undefined;
}

/** Has a conversation's newest messages at hand before it is opened. */
export function prefetchBranch(id: string): void {
  heedHints();
  readAhead(id);
}

/** A conversation's branch, read when it is first shown and kept true by hints. */
export function useBranch(id: string): Branch {
  const subscribe = useCallback(
    (changed: () => void) => {
      heedHints();
      const hide = showBranch(id, changed);
      const unfollow = realtime().follow(`conversation:${id}`, 0, { onEvents: () => undefined, onEnd: () => undefined });
      return () => {
        hide();
        unfollow();
      };
    },
    [id],
  );
  return useSyncExternalStore(subscribe, () => branchOf(id));
}
