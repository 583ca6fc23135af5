import '../../localization/sidebar-words.ts';
import type { Conversation } from '@parley/contracts';
import { Link } from '@tanstack/react-router';
import { KeptList, KeptRow } from '../../components/kept/KeptList.tsx';
import { Button } from '../../components/ui/Button.tsx';
import { useTitle } from '../../hooks/use-title.ts';
import { archiveConversation } from '../../lib/conversations/conversation-actions.ts';
import { formatDay } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';

/** Chats that were put aside. */
export function ArchivedPage() {
  useTitle(t('archived.title'));
  return (
    <KeptList
      show="archived"
      title={t('archived.title')}
      text={t('archived.text')}
      empty={t('archived.empty')}
      row={(row) => <ArchivedRow conversation={row} />}
    />
  );
}

function ArchivedRow({ conversation }: { conversation: Conversation }) {
  const title = conversation.title || t('chat.untitled');
  const link = (
    <Link to="/c/$conversationId" params={{ conversationId: conversation.id }} className="underline-offset-3 hover:underline">
      {title}
    </Link>
  );
  return (
    <KeptRow title={link} detail={t('archived.lastActive', { day: formatDay(conversation.activityAt) })}>
      <Button onClick={() => void archiveConversation(conversation, false)}>{t('chat.unarchive')}</Button>
    </KeptRow>
  );
}
