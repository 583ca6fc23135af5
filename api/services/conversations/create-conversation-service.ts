import { createHints } from '../chat/publish-hints.ts';
import type { ConversationContext, ConversationDependencies, ConversationService } from './conversation-service.ts';
import { createConversationVerbs } from './conversation-verbs.ts';
import { createMessageVerbs } from './message-verbs.ts';

/** The service over a storage; the bus is told of every change. */
export function createConversationService(dependencies: ConversationDependencies): ConversationService {
  const context: ConversationContext = { ...dependencies, hints: createHints(dependencies.bus) };
  return { ...createConversationVerbs(context), ...createMessageVerbs(context) };
}
