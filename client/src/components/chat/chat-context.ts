import type { Message, ModelRef } from '@parley/contracts';
import { createContext, useContext } from 'react';

/** What messages need to know of the chat around them. Its value stays the same object while words stream. */
export interface ChatContextValue {
  readonly accountId: string;
  readonly conversationId: string;
  /** The server has the chat; not yet while its first message is on the way. */
  readonly stored: boolean;
  /** The model the next turn is asked with; null when none can be used. */
  readonly model: ModelRef | null;
  /** What a model is called. */
  readonly nameOf: (model: ModelRef) => string;
  /** The message whose text is open for editing. */
  readonly editing: string | null;
  readonly edit: (messageId: string | null) => void;
  readonly branchOff: (messageId: string) => void;
  /** Puts the answers to a question beside each other. */
  readonly compare: (questionId: string) => void;
  /** Asks for an answer once more in its own place, beside others that may be written; absent: as another version, when nothing is written. */
  readonly again?: (answer: Message, model: ModelRef) => Promise<void>;
}

export const ChatContext = createContext<ChatContextValue | null>(null);

export function useChat(): ChatContextValue {
  const value = useContext(ChatContext);
  if (!value) throw new Error('A message stands outside of a chat.');
  return value;
}
