/**
 * Draws one diagram in a page that is nobody's: its origin is opaque, its policy allows no network, and it knows nothing but the
 * source that its parent posts. It answers with the size it needs, or with what went wrong.
 */
interface Mermaid {
  initialize(options: Record<string, unknown>): void;
  render(id: string, source: string): Promise<{ svg: string }>;
}

declare const mermaid: Mermaid | undefined;

(() => {
  const longest = 50_000;
  const place = document.getElementById('diagram');
  const tell = (report: Record<string, unknown>): void => window.parent.postMessage(report, '*');
  const fail = (error: unknown): void => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });

  const draw = async (source: string, dark: boolean): Promise<void> => {
    if (!place || typeof mermaid === 'undefined') throw new Error('The drawing code could not be loaded.');
    if (source.length > longest) throw new Error(`The source is longer than ${longest} characters.`);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    document.body.style.margin = '12px';
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: dark ? 'dark' : 'neutral',
      maxTextSize: longest,
      maxEdges: 1_000,
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      suppressErrorRendering: true,
      // A diagram must not loosen these for itself.
      secure: ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'htmlLabels', 'flowchart', 'suppressErrorRendering'],
      fontFamily: 'ui-sans-serif, system-ui, sans-serif',
    });
    const { svg } = await mermaid.render('drawn', source);
    const parsed = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
    if (!parsed) throw new Error('Nothing was drawn.');
    parsed.style.display = 'block';
    parsed.style.margin = '0 auto';
    parsed.style.maxWidth = '100%';
    place.replaceChildren(parsed);
    const report = (): void => tell({ type: 'drawn', height: document.documentElement.scrollHeight });
    new ResizeObserver(report).observe(place);
    report();
  };

  let drawn = false;
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.source !== window.parent || drawn) return;
    const { data } = event;
    if (typeof data !== 'object' || data === null || data.type !== 'draw' || typeof data.source !== 'string') return;
    drawn = true;
    draw(data.source, data.dark === true).catch(fail);
  });
  tell({ type: 'ready' });
})();
