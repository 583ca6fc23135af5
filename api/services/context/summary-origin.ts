import { uuidv7 } from '@parley/chat-core';
import type { ModelRef } from '@parley/contracts';
import type { CallOrigin } from '../usage/ledger.ts';

/** What a call for a summary is written down as: each call is one of its own. */
export const summaryOrigin = ({ endpoint }: ModelRef, conversationId: string, turnId: string | null): CallOrigin => ({
  id: `${turnId ?? conversationId}/summary/${uuidv7()}`,
  kind: 'summary',
  endpoint,
  turnId,
  conversationId,
  attempt: 0,
});
