import type { Message } from '@parley/contracts';
import { explainError } from '../../lib/explain-error.ts';
import { t } from '../../localization/localization.ts';
import { continueAnswer, regenerate } from '../../stores/turns.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useChat } from './chat-context.ts';
import { hasWords, mayContinue, mayRegenerate } from './predicates.ts';
import { attempt } from './say-failure.ts';

function Buttons({ message }: { message: Message }) {
  const { model, again } = useChat();
  if (!model) return null;
  const ways = [
    mayContinue(message) ? { label: t('message.continue'), run: () => continueAnswer(message, model) } : null,
    mayRegenerate(message)
      ? { label: t(again ? 'compare.again' : 'message.regenerate'), run: () => (again ?? regenerate)(message, model) }
      : null,
  ].filter((way) => way !== null);
  return (
    <>
      {ways.map(({ label, run }) => (
        <Button key={label} size="small" className="border-line-strong" onClick={() => attempt(run())}>
          {label}
        </Button>
      ))}
    </>
  );
}

/** Whether an answer did not come to a good end, and a notice says so. */
export const hasNotice = (message: Pick<Message, 'status' | 'stopReason'>): boolean =>
  ['stopped', 'failed', 'interrupted'].includes(message.status) ||
  (message.status === 'done' && (message.stopReason === 'length' || message.stopReason === 'refusal'));

function quietWords({ status, stopReason }: Message): string {
  if (status === 'stopped') return t('message.stopped');
  if (status === 'interrupted') return t('message.interrupted');
  return t(stopReason === 'refusal' ? 'message.refusal' : 'message.length');
}

/** Why an answer ended as it did, whose side it is on, and the ways on. In the place where the words stopped. */
export function AnswerNotice({ message }: { message: Message }) {
  if (!hasNotice(message)) return null;
  const { error } = message;
  if (message.status !== 'failed' || !error) {
    return <Notice tone="plain" className="mt-3" title={quietWords(message)} actions={<Buttons message={message} />} />;
  }
  const { title, next } = explainError(error);
  return (
    <Notice className="mt-3" title={title} actions={<Buttons message={message} />}>
      {next} {hasWords(message) ? `${t('message.error.kept')} ` : ''}
      {message.turnId === null ? null : t('message.error.turn', { id: message.turnId.slice(-12) })}
      {error.message === '' || error.message === error.code ? null : (
        <details className="mt-1">
          <summary className="w-fit rounded-s">{t('common.details')}</summary>
          <p className="mt-1 max-h-40 overflow-auto text-small whitespace-pre-wrap" dir="auto">
            {error.message}
          </p>
        </details>
      )}
    </Notice>
  );
}
