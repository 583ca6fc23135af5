import type { Implementation } from '../implement.ts';
import { copyConversation } from './copy.ts';
import { getConversation } from './get.ts';
import { listConversations } from './list.ts';
import { removeConversation } from './remove.ts';
import { restoreConversation } from './restore.ts';
import { selectMessage } from './select.ts';
import { syncConversations } from './sync.ts';
import { updateConversation } from './update.ts';
import { updateConversationState } from './update-state.ts';

/** Every action of this resource. */
export const conversationImplementations: readonly Implementation[] = [
  listConversations,
  getConversation,
  updateConversation,
  updateConversationState,
  selectMessage,
  removeConversation,
  restoreConversation,
  copyConversation,
  syncConversations,
];
