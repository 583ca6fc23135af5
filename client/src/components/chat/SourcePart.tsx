import type { PartOf } from '@parley/contracts';
import { ChevronRight, FileText, Globe } from 'lucide-react';
import { t } from '../../localization/localization.ts';
import { hostOf, safeLink } from '../markdown/safe-link.ts';

interface SourcePartProps {
  part: PartOf<'source'>;
}

const row = 'my-1.5 flex items-center gap-2 text-ui';

function PageSource({ url, title }: { url: string; title: string | undefined }) {
  const href = safeLink(url);
  const name = title ?? hostOf(url);
  return (
    <p className={row} data-part="source">
      <Globe aria-hidden className="size-4! shrink-0 text-text-soft" />
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer" className="truncate text-accent underline underline-offset-2" dir="auto">
          {name}
        </a>
      ) : (
        <span className="truncate" dir="auto">
          {name}
        </span>
      )}
    </p>
  );
}

/** Words of a document that was sent: its name and the beginning of the words, which unfold. */
function DocumentSource({ part: { title, quote, page } }: SourcePartProps) {
  const name = title ?? t('message.source');
  const place = page === undefined ? name : t('message.sourcePage', { title: name, page });
  const icon = <FileText aria-hidden className="size-4! shrink-0 text-text-soft" />;
  if (quote === undefined)
    return (
      <p className={row} data-part="source">
        {icon}
        <span className="truncate" dir="auto">
          {place}
        </span>
      </p>
    );
  return (
    <details className="group my-1.5 text-ui" data-part="source">
      <summary className="flex min-h-7 items-center gap-2 rounded-s pointer-coarse:min-h-11">
        {icon}
        <span className="max-w-[60%] shrink-0 truncate" dir="auto">
          {place}
        </span>
        <span className="truncate text-small text-text-soft group-open:invisible" dir="auto">
          {quote}
        </span>
        <ChevronRight
          aria-hidden
          className="ms-auto size-3.75! shrink-0 transition-transform group-open:rotate-90 rtl:not-group-open:-scale-x-100"
        />
      </summary>
      <blockquote className="my-1 ms-1.5 border-s-2 border-line ps-4 whitespace-pre-wrap text-text-soft" dir="auto">
        {quote}
      </blockquote>
    </details>
  );
}

/** What an answer rests on. */
export function SourcePart({ part }: SourcePartProps) {
  return part.url === undefined ? <DocumentSource part={part} /> : <PageSource url={part.url} title={part.title} />;
}
