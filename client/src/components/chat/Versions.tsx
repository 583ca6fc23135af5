import type { Message } from '@parley/contracts';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';
import { selectVersion } from '../../stores/turns.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { attempt } from './say-failure.ts';

/** Which of several versions this is, and the ways to its neighbours. Nothing when there is one alone. */
export function Versions({ message, disabled = false }: { message: Message; disabled?: boolean }) {
  const [going, setGoing] = useState(false);
  const { siblings } = message;
  const at = siblings.indexOf(message.id);
  if (siblings.length < 2 || at < 0) return null;
  const [previous, next] = [siblings[at - 1], siblings[at + 1]];

  const go = (version: string): void => {
    setGoing(true);
    attempt(selectVersion(message, version).finally(() => setGoing(false)));
  };
  return (
    <div className="me-1.5 flex items-center text-small tabular-nums">
      <IconButton
        size="small"
        label={t('message.previous')}
        aria-disabled={previous === undefined || going || undefined}
        className="aria-disabled:opacity-45"
        disabled={disabled}
        onClick={() => (previous === undefined || going ? undefined : go(previous))}
      >
        <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <span aria-hidden>
        {at + 1} / {siblings.length}
      </span>
      <output className="sr-only">{t('message.version', { index: at + 1, count: siblings.length })}</output>
      <IconButton
        size="small"
        label={t('message.next')}
        aria-disabled={next === undefined || going || undefined}
        className="aria-disabled:opacity-45"
        disabled={disabled}
        onClick={() => (next === undefined || going ? undefined : go(next))}
      >
        <ChevronRight aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
