// A focusable separator is a control (ARIA 1.2, window splitter).
/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
import { useRef, type PointerEvent } from 'react';
import { setSidebarWidth, sidebarWidths, useLayout } from '../../stores/layout.ts';
import { t } from '../../localization/localization.ts';

const step = 16;

/** The edge between sidebar and chat: dragged, or moved with the arrow keys. */
export function ResizeHandle() {
  const width = useLayout((state) => state.sidebarWidth);
  const from = useRef<{ x: number; width: number }>(undefined);
  const towards = (): number => (document.documentElement.dir === 'rtl' ? -1 : 1);

  const start = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (from.current) setSidebarWidth(from.current.width + (event.clientX - from.current.x) * towards());
  };
  return (
    <hr
      aria-orientation="vertical"
      aria-label={t('sidebar.resize')}
      aria-valuemin={sidebarWidths.least}
      aria-valuemax={sidebarWidths.most}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => (from.current = undefined)}
      onPointerCancel={() => (from.current = undefined)}
      onDoubleClick={() => setSidebarWidth(sidebarWidths.usual)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') setSidebarWidth(width + step * towards());
        if (event.key === 'ArrowLeft') setSidebarWidth(width - step * towards());
        if (event.key === 'Home') setSidebarWidth(sidebarWidths.least);
        if (event.key === 'End') setSidebarWidth(sidebarWidths.most);
      }}
      className="absolute inset-y-0 -end-1.5 m-0 h-auto border-0 z-10 w-3 cursor-col-resize touch-none outline-none after:absolute after:inset-y-0 after:start-1/2 after:w-px after:transition-colors hover:after:bg-line-strong focus-visible:after:w-0.75 focus-visible:after:bg-accent"
    />
  );
}
