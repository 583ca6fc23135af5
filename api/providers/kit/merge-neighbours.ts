interface ChatMessage {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly unknown[];
}

/** Many servers insist that roles alternate; two of one role in a row come from an answer that stayed empty. */
export function mergeNeighbours<Message extends ChatMessage>(messages: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    const isPlain = last?.role === message.role && message.role !== 'tool' && !last.tool_calls && !message.tool_calls;
    if (isPlain) merged[merged.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` };
    else merged.push(message);
  }
  return merged;
}
