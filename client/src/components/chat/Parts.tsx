import type { Part, PartOf } from '@parley/contracts';
import { ArrowRightLeft, TriangleAlert } from 'lucide-react';
import { filesOf } from '../../lib/attached-file.ts';
import { explainError } from '../../lib/explain-error.ts';
import { t } from '../../localization/localization.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { Notice } from '../ui/Notice.tsx';
import { FilePart } from './FilePart.tsx';
import { isKnownPart } from './known-parts.ts';
import { ReasoningPart } from './ReasoningPart.tsx';
import { SourcePart } from './SourcePart.tsx';
import { ToolCard } from './ToolCard.tsx';

interface PartsProps {
  parts: readonly Part[];
  messageId: string;
  /** Whether a turn is writing: the last part may grow. */
  live: boolean;
}

interface OnePartProps extends PartsProps {
  part: Part;
  last: boolean;
}

/** Who was asked in whose place, and why. */
function Fallback({ part: { from, to, error } }: { part: PartOf<'fallback'> }) {
  return (
    <p className="mb-3 flex items-start gap-2 text-small text-text-soft" data-part="fallback">
      <ArrowRightLeft aria-hidden className="mt-0.5 size-4! shrink-0" />
      <span dir="auto">{t('message.fallback', { to: to.id, from: from.id, reason: explainError(error).title })}</span>
    </p>
  );
}

/** A part of a kind this version does not know, as it was stored. */
function UnknownPart({ part }: { part: Part }) {
  return (
    <details className="mb-3.5 rounded-m border border-line px-3 py-2 text-ui">
      <summary className="text-text-soft">{t('message.unknownPart', { type: part.type })}</summary>
      <pre dir="ltr" className="mt-2 max-h-80 overflow-auto font-code text-[.8rem]/relaxed whitespace-pre-wrap">
        {JSON.stringify(part, null, 2).slice(0, 20_000)}
      </pre>
    </details>
  );
}

function OnePart({ part, parts, messageId, live, last }: OnePartProps) {
  if (!isKnownPart(part)) return <UnknownPart part={part} />;
  const id = `m${messageId.slice(-12)}-${part.id}`;
  switch (part.type) {
    case 'text':
      return (
        <div className="md" data-part="text" data-live={(live && last) || undefined}>
          <Markdown text={part.text} streaming={live && last} id={id} />
        </div>
      );
    case 'reasoning':
      return <ReasoningPart part={part} live={live && last && part.durationMs === undefined} id={id} />;
    case 'tool-call':
      return (
        <ToolCard
          call={part}
          result={parts.find(
            (other): other is PartOf<'tool-result'> => other.type === 'tool-result' && 'callId' in other && other['callId'] === part.callId,
          )}
          live={live}
        />
      );
    case 'tool-result':
      return null;
    case 'file':
      return (
        <div className="mt-2.5 mb-3">
          <FilePart part={part} beside={filesOf(parts)} made />
        </div>
      );
    case 'source':
      return <SourcePart part={part} />;
    case 'summary':
      return (
        <details className="mb-3.5 rounded-m bg-tint px-3 py-2 text-ui">
          <summary className="text-text-soft">{t('message.summary')}</summary>
          <div className="md mt-2 text-ui!">
            <Markdown text={part.text} id={id} />
          </div>
        </details>
      );
    case 'warning':
      return (
        <p className="mb-2.5 flex items-start gap-2 text-small text-text-soft" data-part="warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-4! text-warn" />
          <span dir="auto">{part.message}</span>
        </p>
      );
    case 'fallback':
      return <Fallback part={part} />;
    case 'error': {
      const { title, next } = explainError(part.error);
      return (
        <Notice className="mb-3.5" title={title}>
          {next}
        </Notice>
      );
    }
  }
}

/** The parts of an answer, in their order. */
export function Parts(props: PartsProps) {
  const last = props.parts.at(-1);
  return props.parts.map((part) => <OnePart key={part.id} {...props} part={part} last={part === last} />);
}
