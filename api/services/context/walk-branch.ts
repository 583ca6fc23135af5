import { RequestError, type Damaged } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { BranchPage, MessageStore, MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';

/** One read of this many messages is enough for nearly every branch; what is deeper is read only while the budget lasts. */
const pageMessages = 256;

export interface Branch {
  readonly conversation: ConversationRow;
  /** Whether the first page held the whole branch. */
  readonly whole: boolean;
  readonly firstPage: number;
  /** From the leaf upwards; a page is read when the one before is used up. */
  walk(): AsyncGenerator<MessageWithSiblings | Damaged>;
}

/** Opens the branch that ends at a leaf. Throws `conversation.not-found` and `message.not-found`. */
export async function openBranch(
  storage: Pick<MessageStore, 'readBranch'>,
  scope: Scope,
  conversationId: string,
  leafId: string,
): Promise<Branch> {
  const read = async (beforeId?: string): Promise<BranchPage> => {
    const from = beforeId === undefined ? {} : { beforeId };
    const page = await storage.readBranch(scope, conversationId, { leafId, ...from, limit: pageMessages });
    if (page === null) throw new RequestError('conversation.not-found');
    if (page === 'no-message') throw new RequestError('message.not-found');
    return page;
  };
  const first = await read();
  return {
    conversation: first.conversation,
    whole: first.earlier === null,
    firstPage: first.messages.length,
    async *walk() {
      for (let page = first; ; page = await read(page.earlier)) {
        yield* page.messages.toReversed();
        if (page.earlier === null) return;
      }
    },
  };
}
