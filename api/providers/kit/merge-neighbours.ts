interface ChatMessage {
  readonly role: string;
  readonly content?: string | null | readonly unknown[];
  readonly tool_calls?: readonly unknown[];
}

const asPieces = (content: ChatMessage['content']): readonly unknown[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);

/** Words as one text; where either has pieces beside words, all of them as pieces. */
function joinContents(first: ChatMessage['content'], second: ChatMessage['content']): ChatMessage['content'] {
  if (Array.isArray(first) || Array.isArray(second)) return [...asPieces(first), ...asPieces(second)];
  return `${String(first)}\n\n${String(second)}`;
}

/** Many servers insist that roles alternate; two of one role in a row come from an answer that stayed empty. */
export function mergeNeighbours<Message extends ChatMessage>(messages: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    const isPlain = last?.role === message.role && message.role !== 'tool' && !last.tool_calls && !message.tool_calls;
    if (isPlain) merged[merged.length - 1] = { ...last, content: joinContents(last.content, message.content) };
    else merged.push(message);
  }
  return merged;
}
