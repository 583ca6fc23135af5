/** The chat, new or kept. */
export function ChatPage() {
  return null;
}
