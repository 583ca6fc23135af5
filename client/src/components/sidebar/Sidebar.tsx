import { useNavigate, useParams } from '@tanstack/react-router';
import { PanelLeft, PenLine } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { useSession } from '../../lib/session.ts';
import { printKeys, shortcuts } from '../../lib/shortcuts.ts';
import { t } from '../../localization/localization.ts';
import { openDrawer } from '../../stores/layout.ts';
import { askToSearch, useSidebarSearch } from '../../stores/sidebar-search.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { AccountBar } from './AccountBar.tsx';
import { ConversationList } from './ConversationList.tsx';
import { SearchField } from './SearchField.tsx';

/** What stands in the sidebar, from the brand to the account. */
export function Sidebar({ onHide }: { onHide: () => void }) {
  const account = useSession((state) => state.account);
  const { conversationId } = useParams({ strict: false });
  const field = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState('');
  const title = useDebounced(search.trim(), 200);
  const searchWanted = useSidebarSearch((state) => state.wanted);

  useEffect(() => {
    if (!searchWanted) return;
    field.current?.focus();
    askToSearch(false);
  }, [searchWanted]);

  return (
    <>
      <div className="flex items-center justify-between ps-4 pe-3 pb-2.5 pt-[max(0.875rem,env(safe-area-inset-top))]">
        <span className="text-base font-bold tracking-[-0.01em]">Parley</span>
        <IconButton label={t('sidebar.hide')} keys={printKeys(shortcuts.sidebar)} onClick={onHide}>
          <PanelLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </div>
      <NewChat />
      <SearchField field={field} value={search} onChange={setSearch} />
      <div className="flex min-h-0 flex-1 flex-col">
        <ConversationList currentId={conversationId} title={title} />
      </div>
      {account ? <AccountBar account={account} /> : null}
    </>
  );
}

function NewChat() {
  const navigate = useNavigate();
  return (
    <button
      type="button"
      onClick={(event) => {
        // As with a link: with the key for it, in a tab of its own.
        if (event.metaKey || event.ctrlKey) {
          window.open('/', '_blank', 'noopener');
          return;
        }
        openDrawer(false);
        void navigate({ to: '/' });
      }}
      className="mx-2.5 flex min-h-9.25 items-center gap-2.5 rounded-m px-2.5 font-medium transition-colors hover:bg-tint pointer-coarse:min-h-11"
    >
      <PenLine aria-hidden />
      {t('sidebar.newChat')}
      <Kbd className="ms-auto font-normal text-text-soft pointer-coarse:hidden" keys={printKeys(shortcuts.newChat)} />
    </button>
  );
}
