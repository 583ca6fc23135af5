import '../../localization/sidebar-words.ts';
import { useNavigate } from '@tanstack/react-router';
import type { Conversation } from '@parley/contracts';
import { KeptList, KeptRow } from '../../components/kept/KeptList.tsx';
import { Button } from '../../components/ui/Button.tsx';
import { useTitle } from '../../hooks/use-title.ts';
import { restoreConversation } from '../../lib/conversations/conversation-actions.ts';
import { showToast } from '../../lib/toasts.ts';
import { formatDay } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';

/** Deleted chats, for 30 days. */
export function BinPage() {
  useTitle(t('bin.title'));
  return (
    <KeptList show="bin" title={t('bin.title')} text={t('bin.text')} empty={t('bin.empty')} row={(row) => <BinRow conversation={row} />} />
  );
}

function BinRow({ conversation }: { conversation: Conversation }) {
  const navigate = useNavigate();
  const title = conversation.title || t('chat.untitled');
  const restore = async (): Promise<void> => {
    const restored = await restoreConversation(conversation);
    if (!restored) return;
    const open = (): void => void navigate({ to: '/c/$conversationId', params: { conversationId: restored.id } });
    showToast(t('chat.restored', { title }), { action: { label: t('kept.open'), run: open } });
  };
  return (
    <KeptRow title={title} detail={t('bin.deletedOn', { day: formatDay(conversation.deletedAt ?? 0) })}>
      <Button aria-label={t('chat.restoreNamed', { title })} onClick={() => void restore()}>
        {t('chat.restore')}
      </Button>
    </KeptRow>
  );
}
