import { useParams } from '@tanstack/react-router';
import { useSession } from '../../lib/session.ts';
import { Conversation } from './Conversation.tsx';
import { NewChat } from './NewChat.tsx';

/** `/` is a chat that does not exist yet, `/c/<id>` one that does. */
export function ChatPage() {
  const account = useSession((state) => state.account);
  const { conversationId } = useParams({ strict: false });
  if (!account) return null;
  return conversationId === undefined ? (
    <NewChat account={account} />
  ) : (
    <Conversation key={conversationId} account={account} id={conversationId} />
  );
}
