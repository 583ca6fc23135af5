import type { Conversation } from '@parley/contracts';
import { Ellipsis } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { CompareButton } from '../../components/models/CompareButton.tsx';
import { ModelPicker } from '../../components/models/ModelPicker.tsx';
import { ParameterButton } from '../../components/parameters/ParameterButton.tsx';
import { RenameField } from '../../components/sidebar/RenameField.tsx';
import { useConversationMenu } from '../../components/sidebar/use-conversation-menu.tsx';
import { MenuButton } from '../../components/ui/MenuButton.tsx';
import { useInterface } from '../../hooks/use-interface.ts';
import { renameConversation } from '../../lib/conversations/conversation-actions.ts';
import { t } from '../../localization/localization.ts';
import type { ChatModel } from './use-chat-model.ts';

function Title({ conversation, renaming, onDone }: { conversation: Conversation; renaming: boolean; onDone: () => void }) {
  if (!renaming) {
    return (
      <h1 className="min-w-0 truncate text-text-soft max-desk:sr-only" dir="auto">
        {conversation.title}
      </h1>
    );
  }
  return (
    <div className="w-72 max-w-full">
      <RenameField
        title={conversation.title}
        onDone={(title) => {
          onDone();
          if (title !== undefined) void renameConversation(conversation, title);
        }}
      />
    </div>
  );
}

function Menu({ conversation, onRename }: { conversation: Conversation; onRename: () => void }) {
  const items = useConversationMenu(conversation, true, onRename);
  return (
    <span className="flex shrink-0">
      <MenuButton label={t('conversation.menu')} icon={<Ellipsis aria-hidden />} items={items} />
    </span>
  );
}

interface ChatHeaderProps {
  conversation: Conversation | undefined;
  models: ChatModel;
  /** What stands before the menu. */
  children?: ReactNode;
}

/** The slim line above a chat: the model, the title, and what can be done with the whole. */
export function ChatHeader({ conversation, models, children }: ChatHeaderProps) {
  const [renaming, setRenaming] = useState(false);
  const { modelSelect, parameters, presets, multiConvo } = useInterface();
  return (
    <header className="relative z-10 flex items-center ps-[calc(.5rem+var(--header-start))] pe-2 desk:gap-2 pt-1 pb-1 desk:ps-[calc(.875rem+var(--header-start))] desk:pe-3.5 desk:pt-2.5">
      {modelSelect ? (
        <ModelPicker
          endpoints={models.endpoints}
          specs={models.specs}
          spec={models.spec}
          error={models.error}
          model={models.model}
          onChoose={models.choose}
          onChooseSpec={models.chooseSpec}
          onRetry={models.retry}
        />
      ) : null}
      {models.model && (parameters || presets) ? (
        <ParameterButton
          model={models.spec?.label ?? models.nameOf(models.model)}
          parameters={parameters ? models.parameters : []}
          presets={presets && !models.specs?.enforce}
          settings={models.settings}
          missing={models.missing}
          onChange={models.change}
        />
      ) : null}
      {modelSelect && multiConvo ? (
        <CompareButton
          endpoints={models.endpoints ?? []}
          specs={models.specs}
          error={models.error}
          model={models.model}
          onRetry={models.retry}
        />
      ) : null}
      <div className="flex min-w-0 flex-1 justify-center desk:px-2">
        {conversation ? <Title conversation={conversation} renaming={renaming} onDone={() => setRenaming(false)} /> : null}
      </div>
      {children}
      {conversation ? <Menu conversation={conversation} onRename={() => setRenaming(true)} /> : null}
    </header>
  );
}
