import type { Account, Conversation as ConversationRow, ConversationSettings, Message } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ChatContext, type ChatContextValue } from '../../components/chat/chat-context.ts';
import { ChatSkeleton } from '../../components/chat/ChatSkeleton.tsx';
import { attempt } from '../../components/chat/say-failure.ts';
import { ContextButton } from '../../components/context/ContextButton.tsx';
import { LeftOutNotice } from '../../components/context/LeftOutNotice.tsx';
import { Composer } from '../../components/composer/Composer.tsx';
import { WaitingMessages } from '../../components/composer/WaitingMessages.tsx';
import { ErrorNotice } from '../../components/ui/Notice.tsx';
import { useInterface } from '../../hooks/use-interface.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { ApiError } from '../../lib/api-error.ts';
import { api } from '../../lib/api-client.ts';
import { refreshContext } from '../../lib/context-notes.ts';
import { conversationKeys } from '../../lib/conversations/conversation-cache.ts';
import { t } from '../../localization/localization.ts';
import { attachmentPlace } from '../../stores/attachments.ts';
import { isDamaged, splitWaiting, type BranchItem } from '../../stores/branch-merge.ts';
import { learnConversation, refreshBranch, type Branch } from '../../stores/branches.ts';
import { isAtWork, useBranch } from '../../stores/live.ts';
import { reportSendFailure } from '../../stores/send-failures.ts';
import { branchOff as copyBranch, sendMessage, stopAnswer } from '../../stores/turns.ts';
import { comparedIn, Comparison } from './Comparison.tsx';
import { putToOthers } from './put-to-others.ts';
import { AskedBeside } from './AskedBeside.tsx';
import { ChatHeader } from './ChatHeader.tsx';
import { ComposerDock } from './ComposerDock.tsx';
import { transcriptPart } from './transcript-part.ts';
import { useChatModel, type ChatModel } from './use-chat-model.ts';
import type { AttachedFile } from '../../lib/attached-file.ts';

const isMessage = (item: BranchItem | undefined): item is Message => item !== undefined && !isDamaged(item);

function useConversationRow(id: string): ConversationRow | undefined {
  return useQuery({ queryKey: conversationKeys.one(id), queryFn: () => api.conversations.get({ params: { id } }), enabled: false }).data;
}

/** Marks the newest message as read while the chat is on show. */
function useReadMark(row: ConversationRow | undefined): void {
  const id = row?.id;
  const unread = row !== undefined && row.lastOrdinal > row.state.readOrdinal ? row.lastOrdinal : null;
  useEffect(() => {
    if (id === undefined || unread === null || document.hidden) return;
    // Best effort: an unread mark too many harms nobody.
    api.conversations.updateState({ params: { id }, body: { readOrdinal: unread } }).then(learnConversation, () => undefined);
  }, [id, unread]);
}

/** What is shown of the context follows every change of the conversation, from wherever it comes; once for a few at a time. */
function useFreshContext(row: ConversationRow | undefined): void {
  const { id, rev } = row ?? {};
  const known = useRef(rev);
  useEffect(() => {
    if (id === undefined || rev === known.current) return undefined;
    const first = known.current === undefined;
    known.current = rev;
    if (first) return undefined;
    const timer = setTimeout(() => refreshContext(id), 400);
    return () => clearTimeout(timer);
  }, [id, rev]);
}

/** Nothing to show: the reason, and a way on. */
function Unreadable({ id, error }: { id: string; error: unknown }) {
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className="grid min-h-0 flex-1 place-items-center p-6">
      {missing ? (
        <div className="max-w-md text-center">
          <h1 className="text-title font-semibold">{t('conversation.missing.title')}</h1>
          <p className="pt-1 text-text-soft">{t('conversation.missing.text')}</p>
          <Link
            to="/"
            className="mt-4 inline-flex min-h-(--control) items-center rounded-m border border-line px-3.5 font-medium hover:bg-tint"
          >
            {t('page.notFound.home')}
          </Link>
        </div>
      ) : (
        <ErrorNotice error={error} onRetry={() => void refreshBranch(id)} className="w-full max-w-measure" />
      )}
    </div>
  );
}

function useChatValue(
  account: Account,
  id: string,
  row: ConversationRow | undefined,
  models: ChatModel,
  messages: readonly BranchItem[],
): ChatContextValue {
  const navigate = useNavigate();
  const [editing, setEditing] = useState<string | null>(null);
  const latest = useRef({ messages, title: row?.title });
  useEffect(() => {
    latest.current = { messages, title: row?.title };
  });
  const branchOff = useCallback(
    (messageId: string): void => {
      const message = latest.current.messages.find((item) => item.id === messageId);
      if (!isMessage(message)) return;
      const title = t('conversation.branchTitle', { title: latest.current.title ?? t('chat.untitled') }).slice(0, 200);
      attempt(
        copyBranch(message, title).then((copy) => {
          learnConversation(copy);
          return navigate({ to: '/c/$conversationId', params: { conversationId: copy.id } });
        }),
      );
    },
    [navigate],
  );
  const compare = useCallback(
    (questionId: string): void =>
      void navigate({ to: '/c/$conversationId', params: { conversationId: id }, search: { compare: questionId } }),
    [navigate, id],
  );
  const { model, nameOf } = models;
  const stored = row !== undefined;
  return useMemo(
    () => ({ accountId: account.id, conversationId: id, stored, model, nameOf, editing, edit: setEditing, branchOff, compare }),
    [account.id, id, stored, model, nameOf, editing, branchOff, compare],
  );
}

interface BodyProps {
  branch: Branch;
  spoken: readonly BranchItem[];
}

function Body({ branch, spoken }: BodyProps) {
  const part = transcriptPart.usePart();
  if (branch.status === 'loading') return <ChatSkeleton />;
  if (branch.status === 'failed') return <Unreadable id={branch.id} error={branch.error} />;
  if (spoken.length === 0) return <p className="grid min-h-0 flex-1 place-items-center p-6 text-text-soft">{t('conversation.empty')}</p>;
  if (!part) return <ChatSkeleton />;
  return (
    <part.Transcript
      items={spoken}
      sending={branch.sending}
      earlier={branch.earlier !== null}
      readingEarlier={branch.readingEarlier}
      error={branch.error}
    />
  );
}

/** A conversation: its header, its words, and where one answers. */
export function Conversation({ account, id }: { account: Account; id: string }) {
  const branch = useBranch(id);
  const row = useConversationRow(id);
  const models = useChatModel(row);
  const { model, nameOf } = models;
  const { contextUsage } = useInterface();
  const { messages, sending } = branch;
  const { compare: comparedId } = useSearch({ strict: false });
  const compared = comparedIn(messages, comparedId);
  const { spoken, waiting } = useMemo(() => splitWaiting(messages), [messages]);
  const value = useChatValue(account, id, row, models, messages);
  useTitle(row?.title);
  useReadMark(row);
  useFreshContext(row);

  const answering = spoken.findLast((item): item is Message => isMessage(item) && isAtWork(item));
  const end = messages.at(-1);
  const answered = messages.findLast((item): item is Message => isMessage(item) && item.role === 'assistant' && item.status !== 'queued');
  const stuck = waiting.length > 0 && !answering && !spoken.some((item) => sending.has(item.id));

  const { compare } = value;
  const send = useCallback(
    (text: string, files: readonly AttachedFile[]): void => {
      if (!model) return;
      // Under a question that lost its answer nothing can be asked; the new words are another version of it.
      const lone = isMessage(end) && end.role === 'user' ? end : undefined;
      const place = lone ? { parentId: lone.parentId, instead: lone } : { parentId: end?.id ?? null };
      sendMessage({ accountId: account.id, conversationId: id, text, files, model, ...place }).then(
        (questionId) => putToOthers({ conversationId: id, questionId, nameOf, compare }),
        (error: unknown) => reportSendFailure(id, { error, text, files }),
      );
    },
    [account.id, id, model, end, nameOf, compare],
  );
  const stop = useCallback((): void => {
    if (answering) attempt(stopAnswer(answering));
  }, [answering]);
  const { change } = models;
  const compaction = row?.settings.compaction;
  // How a full context is dealt with is the chat's, whichever answer it goes on with.
  const goOn = useCallback(
    (settings: ConversationSettings): void => change({ ...settings, ...(compaction === undefined ? {} : { compaction }) }),
    [change, compaction],
  );
  const { edit } = value;
  const editLast = useCallback((): void => {
    const last = spoken.findLast((item): item is Message => isMessage(item) && item.role === 'user');
    if (last) edit(last.id);
  }, [spoken, edit]);

  return (
    <main id="main" className="flex min-h-0 flex-col">
      <ChatHeader conversation={row} models={models}>
        {contextUsage && row && branch.status === 'ready' ? (
          <ContextButton
            accountId={account.id}
            conversation={row}
            conversationId={id}
            chat={id}
            parentId={answered?.id ?? null}
            model={model}
            working={answering !== undefined || sending.size > 0}
          />
        ) : null}
      </ChatHeader>
      <ChatContext value={value}>
        {compared ? <Comparison branch={branch} compared={compared} onGoOn={goOn} /> : <Body branch={branch} spoken={spoken} />}
      </ChatContext>
      {branch.status === 'failed' || compared ? null : (
        <ComposerDock>
          {branch.status === 'ready' && row && !answering && sending.size === 0 ? (
            <LeftOutNotice
              conversationId={id}
              parentId={answered?.id ?? null}
              model={model}
              attachmentPlace={attachmentPlace(account.id, id)}
              settings={null}
              before={answered?.model ?? null}
              nameOf={nameOf}
              onBack={models.choose}
            />
          ) : null}
          <AskedBeside models={models} />
          <WaitingMessages messages={waiting} sending={sending} stuck={stuck} />
          <Composer
            accountId={account.id}
            chat={id}
            conversation={row}
            endpoint={model?.endpoint}
            working={answering !== undefined}
            ready={model !== null && branch.status === 'ready'}
            onSend={send}
            onStop={stop}
            onEditLast={editLast}
          />
        </ComposerDock>
      )}
    </main>
  );
}
