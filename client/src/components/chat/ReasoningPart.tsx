import type { PartOf } from '@parley/contracts';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';
import { Markdown } from '../markdown/Markdown.tsx';

function durationWords(ms: number | undefined): string {
  if (ms === undefined) return t('message.thought');
  const seconds = Math.max(1, Math.round(ms / 1_000));
  return seconds < 90 ? t('message.thoughtSeconds', { seconds }) : t('message.thoughtMinutes', { minutes: Math.round(seconds / 60) });
}

/** The last words of a growing text, for the live line. */
function lastLine(text: string): string {
  const line =
    text
      .slice(-400)
      .split('\n')
      .filter((candidate) => candidate.trim() !== '')
      .at(-1) ?? '';
  return line.replace(/[*_`#]/g, '').slice(-140);
}

interface ReasoningPartProps {
  part: PartOf<'reasoning'>;
  /** Whether it is being written. */
  live: boolean;
  id: string;
}

/** What a model thought before it spoke: folded, with the time it took; one live line while it thinks. */
export function ReasoningPart({ part, live, id }: ReasoningPartProps) {
  const [open, setOpen] = useState(false);

  if (part.text === '' && !live) return null;
  return (
    <div className="mb-2.5 text-ui text-text-soft">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ms-1 flex max-w-full min-h-7.5 items-center gap-2 rounded-s px-1 hover:text-text"
      >
        <ChevronRight aria-hidden className={`size-3.75! transition-transform ${open ? 'rotate-90' : 'rtl:-scale-x-100'}`} />
        <span className="shrink-0">
          {live ? <span className="animate-breathe">{t('message.thinking')}</span> : durationWords(part.durationMs)}
        </span>
        {live && !open ? (
          <span aria-hidden className="min-w-0 truncate text-small opacity-80" dir="auto">
            {lastLine(part.text)}
          </span>
        ) : null}
      </button>
      {open ? (
        <div className="md mt-1 ms-1.5 border-s-2 border-line ps-4 text-ui!" data-part="reasoning">
          <Markdown text={part.text} streaming={live} id={id} />
        </div>
      ) : null}
    </div>
  );
}
