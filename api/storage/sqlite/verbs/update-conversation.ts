import type { ConversationSettings, TitleSource } from '@parley/contracts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { foldTitle } from '../../kit/fold-title.ts';
import { touchConversation } from './touch-conversation.ts';

interface Change {
  readonly title?: string;
  readonly titleSource?: TitleSource;
  readonly settings?: ConversationSettings;
}

export function updateConversation(
  db: Connection,
  { ownerId }: Scope,
  id: string,
  { title, titleSource = 'user', settings }: Change,
): ConversationRow | null {
  const conversation = findConversation(db, ownerId, id);
  if (conversation === null) return null;
  const titled = title !== undefined && (titleSource === 'user' || conversation.title_source !== 'user');
  if (!titled && settings === undefined) return toConversationRow(conversation);

  if (titled) {
    const params = { id, title, titleFolded: foldTitle(title), titleSource };
    db.run('UPDATE conversations SET title = @title, title_folded = @titleFolded, title_source = @titleSource WHERE id = @id', params);
  }
  if (settings !== undefined)
    db.run('UPDATE conversations SET settings = @settings WHERE id = @id', { id, settings: JSON.stringify(settings) });
  return touchConversation(db, ownerId, id);
}
