import type { ConversationSettings, ConversationState, TitleSource } from '@parley/contracts';
import { foldTitle } from '../../kit/fold-title.ts';
import type { ConversationRow } from '../../ports/conversations.ts';
import { findConversation } from '../reads/conversations.ts';
import { listsOf, toConversationRow } from '../rows/conversation-row.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { rememberLeaf } from '../tree/remember-leaf.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation } from './change-conversation.ts';

interface Change {
  readonly title?: string;
  readonly titleSource?: TitleSource;
  readonly settings?: ConversationSettings;
}

export async function updateConversation(
  unit: OwnerUnit,
  id: string,
  { title, titleSource = 'user', settings }: Change,
): Promise<ConversationRow | null> {
  const conversation = await findConversation(unit, unit.ownerId, id);
  if (conversation === null) return null;
  const titled = title !== undefined && (titleSource === 'user' || conversation.titleSource !== 'user');
  if (!titled && settings === undefined) return toConversationRow(conversation);
  return changeConversation(unit, id, {
    ...(titled ? { title, titleFolded: foldTitle(title), titleSource } : {}),
    ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
  });
}

export async function updateState(
  unit: OwnerUnit,
  id: string,
  change: Partial<Omit<ConversationState, 'activeLeafId'>>,
): Promise<ConversationRow | null> {
  const conversation = await findConversation(unit, unit.ownerId, id);
  if (conversation === null) return null;
  const { state, deletedAt } = conversation;
  const next: ConversationState = {
    activeLeafId: state.activeLeafId,
    pinned: change.pinned ?? state.pinned,
    archived: change.archived ?? state.archived,
    draft: change.draft ?? state.draft,
    readOrdinal: Math.max(change.readOrdinal ?? 0, state.readOrdinal),
  };
  const same = (['pinned', 'archived', 'draft', 'readOrdinal'] as const).every((key) => next[key] === state[key]);
  if (same) return toConversationRow(conversation);
  return changeConversation(unit, id, { state: next, lists: listsOf({ deletedAt, state: next }) });
}

export async function selectMessage(
  unit: OwnerUnit,
  conversationId: string,
  messageId: string,
  leavingId?: string,
): Promise<ConversationRow | 'no-message' | null> {
  const conversation = await findConversation(unit, unit.ownerId, conversationId);
  if (conversation === null) return null;
  const message = await findVisibleMessage(unit, conversationId, messageId);
  if (message === null) return 'no-message';
  await rememberLeaf(unit, {
    conversationId,
    activeLeafId: conversation.state.activeLeafId,
    leavingId: leavingId === messageId ? undefined : leavingId,
    parentOrdinal: message.parentOrdinal,
  });
  const leafId = await leafUnder(unit, conversationId, unit.ownerId, message);
  return changeConversation(unit, conversationId, { 'state.activeLeafId': leafId });
}

export async function setDeleted(unit: OwnerUnit, id: string, deletedAt: number | null): Promise<ConversationRow | null> {
  const conversation = await findConversation(unit, unit.ownerId, id);
  if (conversation === null) return null;
  if ((conversation.deletedAt === null) === (deletedAt === null)) return toConversationRow(conversation);
  return changeConversation(unit, id, { deletedAt, lists: listsOf({ deletedAt, state: conversation.state }) });
}
