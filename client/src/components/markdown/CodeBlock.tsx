import { Check, Copy, Workflow } from 'lucide-react';
import { lazy, memo, Suspense, useEffect, useState, type ReactNode } from 'react';
import { copyText } from '../../lib/copy-text.ts';
import { t } from '../../localization/localization.ts';
import { languageOf } from './languages.ts';

const MermaidDiagram = lazy(async () => ({ default: (await import('./MermaidDiagram.tsx')).MermaidDiagram }));

/** Longer code stays in one colour: colouring it would hold the page. */
const longest = 60_000;
const copiedFor = 2_000;

function useHighlight(language: string, code: string, open: boolean): ReactNode {
  const [coloured, setColoured] = useState<{ code: string; elements: ReactNode }>();
  const grammar = open || code.length > longest ? null : languageOf(language);
  useEffect(() => {
    if (grammar === null) return undefined;
    let wanted = true;
    import('./highlight.tsx')
      .then(({ highlight }) => highlight(grammar, code))
      .then((elements) => wanted && setColoured({ code, elements }))
      // Without its grammar code is plain; it is all there.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [grammar, code]);
  return coloured?.code === code ? coloured.elements : code;
}

/** Copies and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedFor);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button type="button" onClick={() => void copyText(text).then(setCopied)}>
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{copied ? t('common.copied') : label}</span>
    </button>
  );
}

export interface CodeBlockProps {
  language: string;
  code: string;
  /** Still growing: not coloured yet. */
  open: boolean;
}

/** Code with its language and a way to copy it. Always left to right. */
export const CodeBlock = memo(function CodeBlock({ language, code, open }: CodeBlockProps) {
  const [shown, setShown] = useState(false);
  const elements = useHighlight(language, code, open);
  const diagram = language.toLowerCase() === 'mermaid';
  return (
    <figure className="md-code" dir="ltr">
      <figcaption>
        <span>{language === '' ? t('markdown.plainCode') : language}</span>
        <span className="md-code-actions">
          {diagram ? (
            <button type="button" aria-pressed={shown} disabled={open} onClick={() => setShown(!shown)}>
              <Workflow aria-hidden />
              {shown ? t('markdown.hideDiagram') : t('markdown.showDiagram')}
            </button>
          ) : null}
          <CopyButton text={code} label={t('common.copy')} />
        </span>
      </figcaption>
      {shown && !open ? (
        <Suspense fallback={null}>
          <MermaidDiagram source={code} />
        </Suspense>
      ) : null}
      <pre tabIndex={0}>
        <code>{elements}</code>
      </pre>
    </figure>
  );
});
