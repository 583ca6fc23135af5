import { RequestError } from '@parley/contracts';
import type { ConversationContext, ConversationService } from './conversation-service.ts';
import { found } from './found.ts';
import { removeMessage } from './remove-running.ts';

type MessageVerbs = Pick<ConversationService, 'branch' | 'getMessage' | 'editMessage' | 'removeMessage' | 'restoreMessage'>;

/** What can be done with the messages of a conversation. */
export function createMessageVerbs(context: ConversationContext): MessageVerbs {
  const { storage, hints, now } = context;
  return {
    async branch(scope, id, { leaf, before, limit }) {
      const query = { ...(leaf === undefined ? {} : { leafId: leaf }), ...(before === undefined ? {} : { beforeId: before }), limit };
      return found(await storage.readBranch(scope, id, query));
    },
    getMessage: async (scope, id, messageId) => found(await storage.getMessage(scope, id, messageId)),
    async editMessage(scope, id, messageId, text) {
      const message = await storage.editText(scope, id, messageId, text, now());
      if (message === 'busy') throw new RequestError('message.busy', { retryAfter: 1 });
      const edited = found(message);
      hints.messagesChanged(id, [messageId]);
      const conversation = await storage.getConversation(scope, id);
      if (conversation) hints.conversationChanged(conversation);
      return edited;
    },
    async removeMessage(scope, id, messageId) {
      const conversation = await removeMessage(context, scope, id, messageId);
      hints.conversationChanged(conversation);
      hints.messagesChanged(id, [messageId]);
      return conversation;
    },
    async restoreMessage(scope, id, messageId) {
      const conversation = found(await storage.restoreSubtree(scope, id, messageId));
      hints.conversationChanged(conversation);
      hints.messagesChanged(id, [messageId]);
      return conversation;
    },
  };
}
