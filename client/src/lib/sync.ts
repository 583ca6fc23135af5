import type { Conversation, Damaged, Hint } from '@parley/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { conversationKeys, dropConversation, isDamaged, putConversation } from './conversations/conversation-cache.ts';

interface Changes {
  readonly conversations: readonly (Conversation | Damaged)[];
  readonly gone: readonly string[];
  readonly rev: number;
  readonly more: boolean;
}

interface Needs {
  readonly client: QueryClient;
  /** `GET /api/sync?since=`. */
  readonly fetchChanges: (since: number) => Promise<Changes>;
}

/** After so many pages of changes reading the lists anew costs less. */
const mostPages = 10;
const mostRemembered = 5_000;

/**
 * Keeps the cached conversations true to the server's change feed. Rows come as hints; when one is missing (a gap in `rev`), or after
 * a reconnect, what changed since is fetched. An older state of a row never replaces a newer one.
 */
export function createSync({ client, fetchChanges }: Needs) {
  let rev: number | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const newest = new Map<string, number>();

  const apply = (row: Conversation): void => {
    if ((newest.get(row.id) ?? -1) > row.rev) return;
    if (newest.size > mostRemembered) newest.clear();
    newest.set(row.id, row.rev);
    putConversation(client, row);
  };

  const advance = (to: number): void => {
    if (rev === undefined || to <= rev) return;
    if (to === rev + 1) rev = to;
    else void catchUp();
  };

  const readChanges = async (): Promise<void> => {
    for (let page = 0; rev !== undefined; page += 1) {
      if (page === mostPages) {
        rev = undefined;
        await client.invalidateQueries({ queryKey: conversationKeys.lists });
        return;
      }
      const changes = await fetchChanges(rev);
      for (const row of changes.conversations) if (!isDamaged(row)) apply(row);
      for (const id of changes.gone) dropConversation(client, id);
      rev = Math.max(rev, changes.rev);
      if (!changes.more) return;
    }
  };

  /** Fetches what changed since the last known state; calls while one is under way share it and the one after it. Never rejects: the next hint or reconnect tries again. */
  const catchUp = (): Promise<void> => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await readChanges().catch(() => undefined);
      }
      running = undefined;
    })();
    return running;
  };

  return {
    /** The counter a list was read at: the feed is followed from the first one. */
    startFrom: (listRev: number): void => {
      rev ??= listRev;
    },
    /** What the server answered to a change of this page: shown before its hint arrives. */
    apply,
    /** Takes a hint of the `user` topic; those about turns and messages are for the chat. */
    onHint: (hint: Hint): void => {
      if (hint.type === 'conversation') {
        apply(hint.conversation);
        advance(hint.conversation.rev);
      } else if (hint.type === 'conversation-gone') {
        dropConversation(client, hint.id);
        advance(hint.rev);
      } else if (hint.type === 'endpoints') {
        void client.invalidateQueries({ queryKey: ['endpoints'] });
      } else if (hint.type === 'notices') {
        void client.invalidateQueries({ queryKey: ['notices'] });
      } else if (hint.type === 'presets') {
        void client.invalidateQueries({ queryKey: ['presets'] });
      }
    },
    catchUp,
  };
}
