import { limits, RequestError } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { ConversationContext, ConversationService } from './conversation-service.ts';
import { found } from './found.ts';
import { decodeCursor, encodeCursor } from './list-cursor.ts';
import { removeConversation } from './remove-running.ts';

type ConversationVerbs = Pick<
  ConversationService,
  'list' | 'get' | 'update' | 'updateState' | 'select' | 'remove' | 'restore' | 'copy' | 'sync'
>;

/** What can be done with a conversation as a whole. */
export function createConversationVerbs(context: ConversationContext): ConversationVerbs {
  const { storage, hints, now } = context;
  const changed = (row: ConversationRow): ConversationRow => {
    hints.conversationChanged(row);
    return row;
  };
  return {
    async list(scope, { cursor, ...query }) {
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
      const { rows, more, rev } = await storage.listConversations(scope, { ...query, ...after });
      const last = rows.findLast((row) => !('type' in row));
      return { rows, next: more && last && !('type' in last) ? encodeCursor(last) : null, rev };
    },
    get: async (scope, id) => found(await storage.getConversation(scope, id)),
    async update(scope, id, change) {
      const source = change.title === undefined ? {} : { titleSource: 'user' as const };
      return changed(found(await storage.updateConversation(scope, id, { ...change, ...source })));
    },
    updateState: async (scope, id, change) => changed(found(await storage.updateState(scope, id, change))),
    select: async (scope, id, messageId, leavingId) => changed(found(await storage.selectMessage(scope, id, messageId, leavingId))),
    remove: async (scope, id) => changed(await removeConversation(context, scope, id)),
    restore: async (scope, id) => changed(found(await storage.setDeleted(scope, id, null))),
    async copy(scope, id, { newId, upToMessageId, title }) {
      const original = found(await storage.getConversation(scope, id));
      const upTo = upToMessageId === undefined ? {} : { upToMessageId };
      const copy = await storage.copyConversation(scope, id, { newId, ...upTo, title: title ?? original.title, now: now() });
      if (copy === 'taken') throw new RequestError('conversation.id-taken');
      return changed(found(copy));
    },
    sync: (scope, since) => storage.readChanges(scope, since, limits.syncPage),
  };
}
