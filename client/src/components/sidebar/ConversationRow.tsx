import type { Conversation } from '@parley/contracts';
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Ellipsis } from 'lucide-react';
import { memo, useRef } from 'react';
import { MenuButton } from '../ui/MenuButton.tsx';
import { renameConversation } from '../../lib/conversations/conversation-actions.ts';
import { openDrawer } from '../../stores/layout.ts';
import { t } from '../../localization/localization.ts';
import { RenameField } from './RenameField.tsx';
import { useConversationMenu } from './use-conversation-menu.tsx';

interface ConversationRowProps {
  conversation: Conversation;
  current: boolean;
  renaming: boolean;
  onRename: (id: string | undefined) => void;
}

/** One chat: a link named by its title, a mark, and its menu. */
export const ConversationRow = memo(function ConversationRow({ conversation, current, renaming, onRename }: ConversationRowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  const title = conversation.title === '' ? t('chat.untitled') : conversation.title;
  const items = useConversationMenu(conversation, current, () => onRename(conversation.id));

  if (renaming) {
    return (
      <RenameField
        title={title}
        onDone={(wanted) => {
          onRename(undefined);
          if (wanted !== undefined) void renameConversation(conversation, wanted);
          requestAnimationFrame(() => link.current?.focus());
        }}
      />
    );
  }
  const unread = !current && conversation.lastOrdinal > conversation.state.readOrdinal;
  return (
    <div className="group relative">
      <Link
        ref={link}
        to="/c/$conversationId"
        params={{ conversationId: conversation.id }}
        onClick={() => openDrawer(false)}
        {...(current ? { 'aria-current': 'page' as const } : {})}
        className={clsx(
          'block rounded-m py-1.75 ps-2.5 pe-2.5 outline-offset-[-2px] transition-colors',
          'group-focus-within:pe-9 group-hover:pe-9 pointer-coarse:py-2.75 pointer-coarse:pe-11',
          conversation.running || unread ? 'pe-7' : '',
          current ? 'bg-tint-strong font-medium' : 'hover:bg-tint group-hover:bg-tint',
        )}
      >
        <span className="block truncate">
          <bdi>{title}</bdi>
        </span>
      </Link>
      {conversation.running || unread ? <Mark answering={conversation.running} /> : null}
      <span className="absolute inset-y-0 end-1 inline-flex items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
        <MenuButton
          label={t('sidebar.options', { title })}
          icon={<Ellipsis aria-hidden />}
          items={items}
          size="small"
          className="size-7 hover:bg-tint-strong pointer-coarse:size-11"
        />
      </span>
    </div>
  );
});

/** Answering breathes, unread stands still. Outside the link, so that the link's name stays the title. */
function Mark({ answering }: { answering: boolean }) {
  return (
    <span
      className={clsx(
        'pointer-events-none absolute end-2.5 top-1/2 size-1.75 -translate-y-1/2 rounded-full bg-accent group-focus-within:hidden group-hover:hidden pointer-coarse:end-12 pointer-coarse:block!',
        answering && 'animate-breathe',
      )}
    >
      <span className="sr-only">{t(answering ? 'sidebar.answering' : 'sidebar.unread')}</span>
    </span>
  );
}
