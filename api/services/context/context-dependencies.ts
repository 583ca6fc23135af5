import type { Logger } from '../../logger.ts';
import type { TurnStore } from '../../storage/ports/turns.ts';
import type { ChatFiles } from '../chat/chat-files.ts';
import type { Hints } from '../chat/publish-hints.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { ContextTools } from './context-tools.ts';

/** What the verbs on a conversation's context are made of. */
export interface ContextDependencies {
  readonly tools: ContextTools;
  readonly storage: Pick<TurnStore, 'getTurn'>;
  readonly resolveModel: ResolveModel;
  /** Where calls for summaries are reserved and written down. */
  readonly ledger: Ledger;
  readonly hints: Pick<Hints, 'conversationChanged'>;
  /** A person's parts as a message would keep them. */
  readonly resolveParts: ChatFiles['resolveParts'];
  /** Throws `terms.not-accepted` for somebody who has still to agree to the operator's terms; absent: nobody has to. */
  readonly assertAccepted?: (userId: string) => Promise<void>;
  readonly now: () => number;
  readonly logger: Logger;
}
