import { uuidv7 } from '@parley/chat-core';
import type { Account, ModelSpec } from '@parley/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { Composer } from '../../components/composer/Composer.tsx';
import { ContextButton } from '../../components/context/ContextButton.tsx';
import { LeftOutNotice } from '../../components/context/LeftOutNotice.tsx';
import { Button } from '../../components/ui/Button.tsx';
import { Notice } from '../../components/ui/Notice.tsx';
import { useInterface } from '../../hooks/use-interface.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { t } from '../../localization/localization.ts';
import { settingsAlone } from '../../stores/presets.ts';
import { setNewChat } from '../../stores/new-chat.ts';
import { writeDraft } from '../../stores/drafts.ts';
import { reportSendFailure } from '../../stores/send-failures.ts';
import { sendMessage } from '../../stores/turns.ts';
import { AskedBeside } from './AskedBeside.tsx';
import { ChatHeader } from './ChatHeader.tsx';
import { ComposerDock } from './ComposerDock.tsx';
import { putToOthers } from './put-to-others.ts';
import { preloadTranscriptWhenIdle } from './transcript-part.ts';
import { useChatModel } from './use-chat-model.ts';
import type { AttachedFile } from '../../lib/attached-file.ts';
import { attachmentPlace, returnAttachments } from '../../stores/attachments.ts';

const nothing = (): void => undefined;

/** What the operator says of the spec, and questions to begin with. */
function Landing({ spec, onStart }: { spec: ModelSpec; onStart: (text: string) => void }) {
  return (
    <div className="mx-auto w-full max-w-[calc(var(--measure)+1.5rem)] px-5 pb-5 text-center">
      {spec.showOnLanding && spec.icon ? <img src={spec.icon} alt="" className="mx-auto mb-4 size-12 rounded-m" /> : null}
      {spec.showOnLanding && spec.description ? <p className="pb-4 text-text-soft">{spec.description}</p> : null}
      {spec.conversationStarters.length === 0 ? null : (
        <ul aria-label={t('models.begin')} className="flex flex-wrap justify-center gap-2">
          {spec.conversationStarters.map((question) => (
            <li key={question}>
              <Button className="min-h-11 py-2 text-start font-normal" onClick={() => onStart(question)}>
                {question}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A chat that begins with its first message. */
export function NewChat({ account }: { account: Account }) {
  const navigate = useNavigate();
  const models = useChatModel(undefined);
  const { model, whenKnown, nameOf } = models;
  const { contextUsage, customWelcome } = useInterface();
  // Nobody has it yet; what it would send can be asked for all the same.
  const [futureId] = useState(uuidv7);
  useTitle(t('page.newChat'));
  // The first answer then has nothing to wait for.
  useEffect(preloadTranscriptWhenIdle, []);

  const send = useCallback(
    (text: string, files: readonly AttachedFile[]): void => {
      const conversationId = uuidv7();
      const begin = async (): Promise<void> => {
        const settings = await whenKnown();
        const sent = sendMessage({
          accountId: account.id,
          conversationId,
          text,
          files,
          model: settings.model,
          parentId: null,
          create: settings,
        });
        setNewChat(null);
        void navigate({ to: '/c/$conversationId', params: { conversationId } });
        const questionId = await sent;
        await putToOthers({
          conversationId,
          questionId,
          nameOf,
          compare: (id) => void navigate({ to: '/c/$conversationId', params: { conversationId }, search: { compare: id } }),
        });
      };
      begin().catch((error: unknown) => {
        const here = location.pathname === '/' || location.pathname === `/c/${conversationId}`;
        if (!here) {
          returnAttachments(attachmentPlace(account.id, 'new'), files);
          return writeDraft(account.id, 'new', text);
        }
        // There is no such chat: back to where the words came from, with the words.
        reportSendFailure('new', { error, text, files });
        void navigate({ to: '/', replace: true });
      });
    },
    [account.id, whenKnown, nameOf, navigate],
  );

  return (
    <main id="main" className="flex min-h-0 flex-col">
      <ChatHeader conversation={undefined} models={models}>
        {contextUsage && model ? (
          <ContextButton
            accountId={account.id}
            conversation={undefined}
            conversationId={futureId}
            chat="new"
            parentId={null}
            model={model}
            settings={settingsAlone(models.settings)}
            working={models.pending}
          />
        ) : null}
      </ChatHeader>
      <div className="flex min-h-0 flex-1 flex-col justify-end overflow-y-auto desk:justify-center desk:pb-[12dvh]">
        <h1 className="px-5 pb-6 text-center text-[1.6rem]/snug font-semibold tracking-[-0.02em] max-desk:my-auto max-desk:text-title">
          {customWelcome?.replaceAll('{{user.name}}', () => account.name) ?? t('conversation.welcomeNamed', { name: account.name })}
        </h1>
        {models.spec ? <Landing spec={models.spec} onStart={(text) => send(text, [])} /> : null}
        <ComposerDock>
          <LeftOutNotice
            conversationId={futureId}
            parentId={null}
            model={model}
            attachmentPlace={attachmentPlace(account.id, 'new')}
            settings={models.settings}
            before={null}
            nameOf={nameOf}
            onBack={models.choose}
          />
          <AskedBeside models={models} />
          {models.endpoints && !model && !models.pending ? <Notice tone="plain" className="mb-2" title={t('composer.noModel')} /> : null}
          <Composer
            accountId={account.id}
            chat="new"
            conversation={undefined}
            endpoint={model?.endpoint}
            working={false}
            ready={model !== null || models.pending}
            onSend={send}
            onStop={nothing}
            onEditLast={nothing}
          />
        </ComposerDock>
      </div>
    </main>
  );
}
