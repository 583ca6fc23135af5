import { useQueries } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { t } from '../../localization/localization.ts';
import { answerQuery, columnId } from './answer-query.ts';
import { useChat } from './chat-context.ts';

interface ColumnTabsProps {
  answerIds: readonly string[];
  /** What the columns stand in, to be swiped. */
  strip: RefObject<HTMLDivElement | null>;
}

/** Which column is in sight, as far as the strip is moved; it moves the other way where one reads from the right. */
function useColumnInSight(strip: ColumnTabsProps['strip'], count: number): number {
  const [index, setIndex] = useState(0);
  useEffect(() => {
    const element = strip.current;
    if (!element) return undefined;
    const look = (): void => setIndex(Math.round(Math.abs(element.scrollLeft) / Math.max(1, element.clientWidth)));
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [strip]);
  return Math.min(index, count - 1);
}

/** On a phone, where one column is in sight: a tab for each, named by its model; the arrow keys go from one to the next. */
export function ColumnTabs({ answerIds, strip }: ColumnTabsProps) {
  const { conversationId, nameOf } = useChat();
  const answers = useQueries({ queries: answerIds.map((id) => answerQuery(conversationId, id)) });
  const names = answers.map(({ data }, index) => (data?.model ? nameOf(data.model) : t('compare.answer', { number: index + 1 })));
  // The same model may have been asked twice.
  const nameOfTab = (name: string, index: number): string =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : t('compare.numbered', { number: index + 1, name });
  const current = useColumnInSight(strip, answerIds.length);
  const show = (index: number): void =>
    strip.current?.querySelector(`[data-column="${index}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' });

  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const forth = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const steps: Record<string, number> = { ArrowRight: -1, ArrowLeft: -1, [forth]: 1 };
    const last = answerIds.length - 1;
    const step = steps[event.key];
    const wanted =
      event.key === 'Home' ? 0 : event.key === 'End' ? last : step === undefined ? null : (current + step + last + 1) % (last + 1);
    if (wanted === null) return;
    event.preventDefault();
    show(wanted);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[wanted]?.focus();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on the tab that is marked
    <div role="tablist" aria-label={t('compare.answers')} onKeyDown={press} className="flex gap-1.5 overflow-x-auto p-1 desk:hidden">
      {answerIds.map((id, index) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={index === current}
          aria-controls={columnId(index)}
          tabIndex={index === current ? 0 : -1}
          onClick={() => show(index)}
          className="min-h-11 min-w-24 flex-1 truncate rounded-m border border-transparent bg-tint px-2.5 text-text-soft aria-selected:border-line-strong aria-selected:bg-raised aria-selected:font-semibold aria-selected:text-text"
        >
          <bdi>{nameOfTab(names[index] ?? '', index)}</bdi>
        </button>
      ))}
    </div>
  );
}
