import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { MessageCircle, Search, Sparkle } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { useEndpoints } from '../../hooks/use-endpoints.ts';
import { isDamaged } from '../../lib/conversations/conversation-cache.ts';
import { conversationListQuery } from '../../lib/conversations/conversation-list.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { formatDay } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';
import { closeOverlay } from '../../stores/overlays.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { findCommands, Marked } from './find-commands.tsx';
import { useCommands, useOpenChat, useStartWith } from './use-commands.tsx';

const most = { chats: 8, models: 6 } as const;

/** Every action, chat, model and setting, by name. Chats are found by the server. */
export function CommandPalette() {
  const [text, setText] = useState('');
  const wanted = useDebounced(text.trim(), 150);
  const commands = findCommands(useCommands(), text);
  const openChat = useOpenChat();
  const startWith = useStartWith();
  const chats = useInfiniteQuery({ ...conversationListQuery({ show: 'active', title: wanted }), placeholderData: keepPreviousData });
  const found = (chats.data?.pages[0]?.conversations ?? []).filter((row) => !isDamaged(row)).slice(0, most.chats);
  const models = useModels(text);

  const run = (action: () => void) => (): void => {
    closeOverlay();
    action();
  };
  return (
    <Dialog open onOpenChange={closeOverlay} title={t('palette.title')} hideTitle className="desk:max-w-145 desk:self-start desk:mt-[12vh]">
      <Command shouldFilter={false} loop label={t('palette.title')} className="flex min-h-0 flex-1 flex-col">
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden className="text-text-soft" />
          <Command.Input
            value={text}
            onValueChange={setText}
            aria-label={t('palette.search')}
            placeholder={t('palette.placeholder')}
            className="min-h-12.5 min-w-0 flex-1 bg-transparent text-base outline-none desk:text-ui"
          />
        </div>
        <Command.List className="min-h-40 overflow-y-auto px-1.5 pb-2 desk:max-h-[26rem]">
          <Command.Empty className="px-3 py-5 text-text-soft">{t('palette.none', { text })}</Command.Empty>
          <Group heading={t('palette.actions')} shown={commands.length > 0}>
            {commands.map(({ id, label, icon, keys, run: action }) => (
              <Item key={id} value={id} icon={icon} end={keys} onSelect={run(action)}>
                <Marked text={label} wanted={text} />
              </Item>
            ))}
          </Group>
          <Group heading={t('palette.chats')} shown={found.length > 0 || chats.isError}>
            {found.map((row) =>
              isDamaged(row) ? null : (
                <Item
                  key={row.id}
                  value={row.id}
                  icon={<MessageCircle aria-hidden />}
                  end={formatDay(row.activityAt)}
                  onSelect={run(() => openChat(row.id))}
                >
                  <Marked text={row.title || t('chat.untitled')} wanted={wanted} />
                </Item>
              ),
            )}
            {chats.error ? <p className="px-2.5 py-1.5 text-small text-bad">{sentenceOf(chats.error)}</p> : null}
          </Group>
          <Group heading={t('palette.models')} shown={models.length > 0}>
            {models.map(({ ref, name, endpoint }) => (
              <Item
                key={`${ref.endpoint}/${ref.id}`}
                value={`model ${ref.endpoint}/${ref.id}`}
                icon={<Sparkle aria-hidden />}
                end={endpoint}
                onSelect={run(() => startWith(ref))}
              >
                <Marked text={t('palette.newChatWith', { model: name })} wanted={text} />
              </Item>
            ))}
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function useModels(text: string) {
  const { data } = useEndpoints();
  const wanted = text.trim().toLowerCase();
  const all = (data ?? []).flatMap(({ id, name: endpoint, models }) =>
    models.map((model) => ({ ref: { endpoint: id, id: model.id }, name: model.name, endpoint })),
  );
  if (wanted === '') return [];
  return all.filter(({ name, endpoint }) => `${name} ${endpoint}`.toLowerCase().includes(wanted)).slice(0, most.models);
}

function Group({ heading, shown, children }: { heading: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-text-soft"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  icon: ReactNode;
  end?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, icon, end, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="row-item cursor-default select-none data-[selected=true]:bg-tint-strong [&_svg]:text-text-soft"
    >
      {icon}
      <span dir="auto" className="min-w-0 truncate">
        {children}
      </span>
      {end === undefined ? null : <Kbd className="ms-auto ps-4 text-text-soft" keys={end} />}
    </Command.Item>
  );
}
