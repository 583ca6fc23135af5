import type { Conversation } from '@parley/contracts';
import { limits } from '@parley/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../lib/api-error.ts';
import { api } from '../../lib/api-client.ts';
import { attachmentPlace, returnAttachments } from '../../stores/attachments.ts';
import { forgetUnsent, readDraft, readUnsent, writeDraft } from '../../stores/drafts.ts';
import { isUnderWay } from '../../stores/turns.ts';

/** A pause in writing after which the draft is told to the server, for the person's other devices. In milliseconds. */
const pause = 2_000;

const join = (one: string, other: string): string =>
  one === '' ? other : other === '' || one.includes(other) ? one : `${one}\n\n${other}`;

/** Brings back what was on its way when the page was left, unless the server has it. */
async function recover(accountId: string, chat: string, bringBack: (text: string) => void): Promise<void> {
  for (const { turnId, text, files = [] } of readUnsent(accountId).filter((unsent) => unsent.chat === chat && !isUnderWay(unsent.turnId))) {
    try {
      await api.turns.get({ params: { id: turnId } });
    } catch (error) {
      // Without a plain no the message may have arrived: it is asked again next time.
      if (!(error instanceof ApiError) || error.status !== 404) continue;
      bringBack(text);
      returnAttachments(attachmentPlace(accountId, chat), files);
    }
    forgetUnsent(accountId, turnId);
  }
}

function useMirror(conversation: Conversation | undefined, text: string): void {
  const mirrored = useRef(conversation?.state.draft ?? '');
  const id = conversation?.id;
  useEffect(() => {
    if (id === undefined || text === mirrored.current || text.length > limits.draftCharacters) return undefined;
    const tell = async (): Promise<void> => {
      mirrored.current = text;
      await api.conversations.updateState({ params: { id }, body: { draft: text } });
    };
    // Best effort: the draft is in this browser, and the next change tells it again.
    const timer = setTimeout(() => void tell().catch(() => undefined), text === '' ? 0 : pause);
    return () => clearTimeout(timer);
  }, [id, text]);
}

export interface Draft {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Puts words back in front of what is there. */
  readonly bringBack: (text: string) => void;
  /** Another draft of this chat, from another device; null when there is none or it was answered. */
  readonly other: string | null;
  readonly dismissOther: () => void;
}

/** What is being written in one chat of one account: in this browser at once, on the server after a pause. */
export function useDraft(accountId: string, chat: string, conversation: Conversation | undefined): Draft {
  const [text, setText] = useState(() => readDraft(accountId, chat));
  const [other, setOther] = useState<string | null>(null);
  const latest = useRef(text);
  const met = useRef(false);

  const write = useCallback(
    (next: string): void => {
      latest.current = next;
      writeDraft(accountId, chat, next);
      setText(next);
    },
    [accountId, chat],
  );
  const bringBack = useCallback((lost: string): void => write(join(lost, latest.current)), [write]);

  useEffect(() => void recover(accountId, chat, bringBack), [accountId, chat, bringBack]);
  useEffect(() => {
    if (!conversation || met.current) return;
    met.current = true;
    const { draft } = conversation.state;
    if (draft === '' || draft === latest.current) return;
    if (latest.current === '') write(draft);
    else setOther(draft);
  }, [conversation, write]);
  useMirror(conversation, text);

  return { text, write, bringBack, other, dismissOther: () => setOther(null) };
}
