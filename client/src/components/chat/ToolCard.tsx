import type { PartOf } from '@parley/contracts';
import { ChevronRight, Wrench } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';

/** Longer texts are cut on show; Copy of the message's data has them whole. */
const longest = 20_000;

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    // As the model wrote it: incomplete, or no JSON at all.
    return json;
  }
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function Block({ label, text }: { label: string; text: string }) {
  return (
    <figure className="mt-2.5">
      <figcaption className="mb-1 text-small text-text-soft">{label}</figcaption>
      <pre
        dir="ltr"
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-s bg-code px-3 py-2.25 font-code text-[.8rem]/relaxed whitespace-pre-wrap"
      >
        {cut(text)}
      </pre>
    </figure>
  );
}

interface ToolCardProps {
  call: PartOf<'tool-call'>;
  result: PartOf<'tool-result'> | undefined;
  live: boolean;
}

/** A tool the model called: its name and state in a line, what it was given and what it answered behind it. */
export function ToolCard({ call, result, live }: ToolCardProps) {
  const [open, setOpen] = useState(false);
  const state = result ? (result.isError ? 'failed' : 'done') : live ? 'running' : null;
  return (
    <div className="mb-3.5 rounded-m border border-line px-3 py-2.25 text-ui">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2.5 rounded-s text-start"
      >
        <Wrench aria-hidden />
        <span className="font-medium wrap-anywhere" dir="auto">
          {call.name}
        </span>
        <span className="min-w-0 flex-1 truncate text-text-soft" dir="ltr">
          {open ? '' : call.arguments.slice(0, 200)}
        </span>
        {state ? (
          <em className={`text-small whitespace-nowrap not-italic ${state === 'failed' ? 'text-bad' : 'text-text-soft'}`}>
            {t(`message.tool.${state}`)}
          </em>
        ) : null}
        <ChevronRight aria-hidden className={`size-3.75! text-text-soft transition-transform ${open ? 'rotate-90' : 'rtl:-scale-x-100'}`} />
      </button>
      {open ? (
        <>
          <Block label={t('message.tool.arguments')} text={pretty(call.arguments)} />
          {result ? <Block label={t('message.tool.result')} text={result.content} /> : null}
        </>
      ) : null}
    </div>
  );
}
