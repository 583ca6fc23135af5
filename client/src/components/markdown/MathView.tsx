import { memo, useEffect, useState, type ReactNode } from 'react';
import type { RenderMath } from './katex-elements.tsx';

let renderMath: RenderMath | undefined;
let loading: Promise<unknown> | undefined;

function load(): Promise<unknown> {
  loading ??= import('./katex-elements.tsx').then(
    (module) => {
      renderMath = module.renderMath;
    },
    () => {
      // The next formula tries again; until then its source is shown.
      loading = undefined;
    },
  );
  return loading;
}

/** A formula. Its source is shown until KaTeX is here, and where KaTeX cannot read it. */
export const MathView = memo(function MathView({ source, display }: { source: string; display: boolean }): ReactNode {
  const [, setLoaded] = useState(renderMath !== undefined);
  useEffect(() => {
    if (renderMath) return undefined;
    let wanted = true;
    void load().then(() => wanted && setLoaded(renderMath !== undefined));
    return () => {
      wanted = false;
    };
  }, []);
  const drawn = renderMath?.(source, display);
  if (display) {
    return (
      <span className="md-formula" dir="ltr" tabIndex={0} role="group">
        {drawn ?? <code>{source}</code>}
      </span>
    );
  }
  return <span dir="ltr">{drawn ?? <code>{source}</code>}</span>;
});
