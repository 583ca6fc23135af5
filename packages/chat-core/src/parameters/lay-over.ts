import type { ConversationSettings } from '@parley/contracts';

/**
 * What a turn is asked with: its own settings over those of its chat. Settings that name a spec of the operator's are whole: nothing of the chat's is mixed into
 * them but what happens to messages that no longer fit.
 */
export function layOver(ofChat: ConversationSettings | undefined, own: ConversationSettings): ConversationSettings {
  if (own.spec === undefined) return { ...ofChat, ...own };
  return { ...(ofChat?.compaction === undefined ? {} : { compaction: ofChat.compaction }), ...own };
}
