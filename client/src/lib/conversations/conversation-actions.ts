import { uuidv7 } from '@parley/chat-core';
import { limits, type Conversation } from '@parley/contracts';
import { t } from '../../localization/localization.ts';
import { api } from '../api-client.ts';
import { sentenceOf } from '../explain-error.ts';
import { queryClient } from '../query-client.ts';
import { sync } from '../sync-instance.ts';
import { showToast } from '../toasts.ts';
import { putConversation } from './conversation-cache.ts';

/** Shows a wish at once, asks the server, and takes it back with a word when the server refuses. Resolves with the stored row, or undefined. */
async function wish(now: Conversation, wanted: Conversation, ask: () => Promise<Conversation>): Promise<Conversation | undefined> {
  putConversation(queryClient, wanted);
  try {
    const stored = await ask();
    sync.apply(stored);
    return stored;
  } catch (error) {
    putConversation(queryClient, now);
    showToast(sentenceOf(error), { tone: 'bad' });
    return undefined;
  }
}

const withState = (row: Conversation, state: Partial<Conversation['state']>): Conversation => ({
  ...row,
  state: { ...row.state, ...state },
});

/** Gives a conversation another title; an empty or unchanged one is ignored. */
export async function renameConversation(row: Conversation, wanted: string): Promise<void> {
  const title = wanted.trim().slice(0, limits.titleCharacters);
  if (title === '' || title === row.title) return;
  await wish(row, { ...row, title, titleSource: 'user' }, () => api.conversations.update({ params: { id: row.id }, body: { title } }));
}

export async function pinConversation(row: Conversation, pinned: boolean): Promise<void> {
  await wish(row, withState(row, { pinned }), () => api.conversations.updateState({ params: { id: row.id }, body: { pinned } }));
}

/** Puts a conversation into the archive, with a way back, or takes it out. */
export async function archiveConversation(row: Conversation, archived: boolean): Promise<void> {
  const stored = await wish(row, withState(row, { archived }), () =>
    api.conversations.updateState({ params: { id: row.id }, body: { archived } }),
  );
  if (!stored) return;
  const back = { label: t('common.undo'), run: () => void archiveConversation(stored, !archived) };
  if (archived) showToast(t('chat.archived', { title: row.title }), { action: back });
}

/** Copies a conversation with all its branches. Resolves with the copy, or undefined when it failed (said in a toast). */
export async function duplicateConversation(row: Conversation): Promise<Conversation | undefined> {
  try {
    const copy = await api.conversations.copy({ params: { id: row.id }, body: { newId: uuidv7() } });
    sync.apply(copy);
    showToast(t('chat.duplicated', { title: copy.title }));
    return copy;
  } catch (error) {
    showToast(sentenceOf(error), { tone: 'bad' });
    return undefined;
  }
}

/** Puts a conversation into the bin, with a way back. `onUndo` runs when the person took it. */
export async function deleteConversation(row: Conversation, onUndo?: () => void): Promise<void> {
  const stored = await wish(row, { ...row, deletedAt: Date.now() }, () => api.conversations.remove({ params: { id: row.id } }));
  if (!stored) return;
  const undo = async (): Promise<void> => {
    if (await restoreConversation(stored)) onUndo?.();
  };
  showToast(t('chat.deleted', { title: row.title }), { action: { label: t('common.undo'), run: () => void undo() } });
}

/** Takes a conversation out of the bin. */
export function restoreConversation(row: Conversation): Promise<Conversation | undefined> {
  return wish(row, { ...row, deletedAt: null }, () => api.conversations.restore({ params: { id: row.id } }));
}
