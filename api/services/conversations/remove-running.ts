import { RequestError } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ConversationContext } from './conversation-service.ts';

/** A turn may begin between the stop and the deletion; that often it is stopped as well. */
const rounds = 5;

async function stopUnder({ storage, chat }: ConversationContext, scope: Scope, id: string, messageId?: string): Promise<number> {
  const running = await storage.listRunningUnder(scope, id, messageId);
  await Promise.all(running.map((turnId) => chat.stopTurn(scope, turnId)));
  return running.length;
}

/**
 * Puts a conversation into the bin. Its running turns are stopped first, and those that began meanwhile right after, so that
 * nothing writes into the bin.
 */
export async function removeConversation(context: ConversationContext, scope: Scope, id: string): Promise<ConversationRow> {
  await stopUnder(context, scope, id);
  const row = await context.storage.setDeleted(scope, id, context.now());
  if (row === null) throw new RequestError('conversation.not-found');
  const late = await stopUnder(context, scope, id);
  return late === 0 ? row : ((await context.storage.getConversation(scope, id)) ?? row);
}

/** Deletes a message with all below it, its running turns stopped first. Throws `message.busy` when new ones keep coming. */
export async function removeMessage(context: ConversationContext, scope: Scope, id: string, messageId: string): Promise<ConversationRow> {
  for (let round = 1; round <= rounds; round += 1) {
    await stopUnder(context, scope, id, messageId);
    const row = await context.storage.deleteSubtree(scope, id, messageId, context.now());
    if (row === null) throw new RequestError('conversation.not-found');
    if (row === 'no-message') throw new RequestError('message.not-found');
    if (row !== 'busy') return row;
  }
  throw new RequestError('message.busy', { retryAfter: 1 });
}
