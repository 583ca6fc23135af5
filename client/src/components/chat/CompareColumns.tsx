import '../../localization/transcript-words.ts';
import { messageText } from '@parley/chat-core';
import type { Message, Part, PartOf } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { Square } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { isSettled } from '../../lib/is-settled.ts';
import { t } from '../../localization/localization.ts';
import { useLiveAnswer } from '../../stores/live.ts';
import { askColumnAgain } from '../../stores/compare.ts';
import { stopAnswer } from '../../stores/turns.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { answerQuery, columnId } from './answer-query.ts';
import { AnswerNotice } from './AnswerNotice.tsx';
import { ChatContext, useChat } from './chat-context.ts';
import { ColumnTabs } from './ColumnTabs.tsx';
import { FilePart } from './FilePart.tsx';
import { Parts } from './Parts.tsx';
import { hasBegun } from './predicates.ts';
import { attempt } from './say-failure.ts';
import './chat.css';

interface ColumnBodyProps {
  message: Message;
  /** The turn has ended: the stored message says how. */
  onEnded: () => void;
  onPick: (message: Message) => void;
}

function ColumnBody({ message, onEnded, onPick }: ColumnBodyProps) {
  const chat = useChat();
  const live = useLiveAnswer(message);
  const shown: Message = live ? { ...message, ...live.answer } : message;
  const writing = !isSettled(shown);
  const words = useRef<HTMLDivElement>(null);
  const ended = live?.ended ?? false;
  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  // What is gone on with or asked again here is this column's model.
  const value = useMemo(() => ({ ...chat, model: message.model, again: askColumnAgain }), [chat, message.model]);
  return (
    <ChatContext value={value}>
      <div ref={words} className="min-h-0 flex-1 overflow-y-auto px-4 py-3" tabIndex={0}>
        <Parts parts={shown.parts} messageId={message.id} live={writing} />
        {writing && !hasBegun(shown) ? (
          <div className="md" data-live>
            <span className="sr-only">{t('message.waiting')}</span>
          </div>
        ) : null}
        {writing ? null : <AnswerNotice message={shown} />}
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line p-2.5">
        {writing ? (
          <Button
            size="small"
            onClick={() => {
              // The button goes when the answer has ended.
              words.current?.focus();
              attempt(stopAnswer(message));
            }}
          >
            <Square aria-hidden className="size-3.5! fill-current" /> {t('compare.stop')}
          </Button>
        ) : null}
        <Button size="small" look={writing ? 'plain' : 'first'} onClick={() => onPick(message)}>
          {t('compare.pick')}
        </Button>
        <span className="ms-auto text-small text-text-soft" role="status">
          {writing ? t('compare.writing') : ''}
        </span>
      </div>
    </ChatContext>
  );
}

interface ColumnProps {
  id: string;
  index: number;
  /** Another object when the branch was read again: then this answer may have changed, too. */
  branch: unknown;
  onPick: (message: Message) => void;
}

/** One answer, live while it is written. What becomes of the others does not touch it. */
function Column({ id, index, branch, onPick }: ColumnProps) {
  const { conversationId, nameOf } = useChat();
  const { data, error, refetch } = useQuery(answerQuery(conversationId, id));
  const settled = data !== undefined && isSettled(data);
  useEffect(() => {
    if (!settled) void refetch();
  }, [branch, settled, refetch]);
  const name = data?.model ? nameOf(data.model) : t('message.assistant');
  return (
    <section
      aria-label={`${index + 1}. ${name}`}
      id={columnId(index)}
      data-column={index}
      className="flex w-full min-w-full shrink-0 snap-center flex-col overflow-hidden rounded-l border border-line bg-raised desk:w-auto desk:min-w-72 desk:flex-1 desk:shrink"
    >
      <h2 className="truncate border-b border-line px-4 py-2.5 font-semibold">
        <bdi>{name}</bdi>
      </h2>
      {error && !data ? <ErrorNotice error={error} onRetry={() => void refetch()} className="m-3" /> : null}
      {data ? <ColumnBody message={data} onEnded={() => void refetch()} onPick={onPick} /> : <Skeleton className="m-4 h-24" />}
    </section>
  );
}

export interface CompareColumnsProps {
  question: readonly Part[];
  /** The answers, oldest first. */
  answerIds: readonly string[];
  branch: unknown;
  onPick: (message: Message) => void;
  onClose: () => void;
}

const isFile = (part: Part): part is PartOf<'file'> => part.type === 'file';

/** Several answers to one question in columns; on a phone side by side to be swiped, with a tab for each above. */
export function CompareColumns({ question, answerIds, branch, onPick, onClose }: CompareColumnsProps) {
  const strip = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The composer is gone, and with it the focus of whoever has just sent.
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      ref={place}
      role="region"
      aria-label={t('compare.title')}
      tabIndex={-1}
      className="flex min-h-0 flex-1 flex-col gap-2.5 px-2.5 pb-2.5 outline-none desk:px-6 desk:pb-4"
    >
      <div className="flex items-start gap-3 max-desk:flex-col max-desk:gap-2">
        <div className="min-w-0 flex-1 rounded-l bg-tint px-4 py-2.5">
          {question.some(isFile) ? (
            <div className="flex max-h-24 flex-wrap gap-2 overflow-y-auto pb-2">
              {question.filter(isFile).map((part) => (
                <FilePart key={part.id} part={part} beside={question.filter(isFile)} />
              ))}
            </div>
          ) : null}
          <p dir="auto" className="line-clamp-2 font-read text-read">
            {messageText(question)}
          </p>
        </div>
        <Button onClick={onClose}>{t('compare.close')}</Button>
      </div>
      <ColumnTabs answerIds={answerIds} strip={strip} />
      <div ref={strip} className="flex min-h-0 flex-1 snap-x snap-mandatory gap-2.5 overflow-x-auto desk:snap-none">
        {answerIds.map((id, index) => (
          <Column key={id} id={id} index={index} branch={branch} onPick={onPick} />
        ))}
      </div>
    </div>
  );
}
