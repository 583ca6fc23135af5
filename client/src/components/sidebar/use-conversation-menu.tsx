import type { Conversation } from '@parley/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Archive, ArchiveRestore, CopyPlus, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import {
  archiveConversation,
  deleteConversation,
  duplicateConversation,
  pinConversation,
} from '../../lib/conversations/conversation-actions.ts';
import { t } from '../../localization/localization.ts';
import type { MenuItem } from '../ui/menu-item.ts';

/** What can be done with a chat; read when its menu opens. */
export function useConversationMenu(conversation: Conversation, current: boolean, onRename: () => void): () => readonly MenuItem[] {
  const navigate = useNavigate();
  const { pinned, archived } = conversation.state;
  const open = (conversationId: string): void => void navigate({ to: '/c/$conversationId', params: { conversationId } });
  const leave = (): void => {
    if (current) void navigate({ to: '/' });
  };

  return () => [
    { label: t('chat.rename'), icon: <Pencil aria-hidden />, onSelect: onRename },
    {
      label: t(pinned ? 'chat.unpin' : 'chat.pin'),
      icon: pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />,
      onSelect: () => void pinConversation(conversation, !pinned),
    },
    {
      label: t(archived ? 'chat.unarchive' : 'chat.archive'),
      icon: archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />,
      onSelect: () => {
        if (!archived) leave();
        void archiveConversation(conversation, !archived);
      },
    },
    {
      label: t('chat.duplicate'),
      icon: <CopyPlus aria-hidden />,
      onSelect: () => void duplicateConversation(conversation).then((copy) => copy && open(copy.id)),
    },
    {
      label: t('chat.delete'),
      icon: <Trash2 aria-hidden />,
      bad: true,
      apart: true,
      onSelect: () => {
        leave();
        void deleteConversation(conversation, () => current && open(conversation.id));
      },
    },
  ];
}
