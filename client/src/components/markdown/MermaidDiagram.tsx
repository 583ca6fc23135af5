import '../../localization/transcript-words.ts';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { Notice } from '../ui/Notice.tsx';

/** The page that draws, apart from this one: an origin of its own, no network, no access to anything here. */
const page = '/sandbox/mermaid.html';
const mostHeight = 2_000;
const patience = 20_000;

type Report =
  { readonly type: 'ready' } | { readonly type: 'drawn'; readonly height: number } | { readonly type: 'failed'; readonly message: string };

function readReport(data: unknown): Report | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  if (data.type === 'ready') return { type: 'ready' };
  if (data.type === 'drawn' && 'height' in data && typeof data.height === 'number') return { type: 'drawn', height: data.height };
  if (data.type === 'failed' && 'message' in data && typeof data.message === 'string') return { type: 'failed', message: data.message };
  return null;
}

const isDark = (): boolean => document.documentElement.dataset['theme'] === 'dark';

/** A diagram, drawn by Mermaid in a sandboxed frame from source alone. What goes wrong is said in words beside the source. */
export function MermaidDiagram({ source }: { source: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(160);
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    const tooLong = setTimeout(() => setFailure(t('markdown.diagramSilent')), patience);
    const listen = (event: MessageEvent): void => {
      // The frame's origin is opaque ("null"), so who speaks is known by its window alone.
      if (event.source === null || event.source !== frame.current?.contentWindow) return;
      const report = readReport(event.data);
      if (report?.type === 'ready') frame.current.contentWindow.postMessage({ type: 'draw', source, dark: isDark() }, '*');
      if (report?.type === 'ready') return;
      clearTimeout(tooLong);
      if (report?.type === 'drawn') setHeight(Math.min(Math.max(Math.ceil(report.height), 40), mostHeight));
      if (report?.type === 'failed') setFailure(report.message.slice(0, 500));
    };
    window.addEventListener('message', listen);
    return () => {
      clearTimeout(tooLong);
      window.removeEventListener('message', listen);
    };
  }, [source]);

  if (failure !== undefined) {
    return (
      <Notice tone="plain" className="m-3" title={t('markdown.diagramFailed')}>
        {failure}
      </Notice>
    );
  }
  return <iframe ref={frame} src={page} title={t('markdown.diagram')} sandbox="allow-scripts" className="md-diagram" style={{ height }} />;
}
