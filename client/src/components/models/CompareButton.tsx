import type { Endpoint, ModelRef, ModelSpecs } from '@parley/contracts';
import { Columns2, X } from 'lucide-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { usePopup } from '../../hooks/use-popup.ts';
import { t } from '../../localization/localization.ts';
import { alsoAsk, doNotAsk, mostColumns, useAlsoAsked, type AskedColumn } from '../../stores/compare.ts';
import { IconButton } from '../ui/IconButton.tsx';

const load = () => import('./ModelList.tsx');
const ModelList = lazy(async () => ({ default: (await load()).ModelList }));
const preload = (): void => void load().catch(() => undefined);

interface CompareButtonProps {
  endpoints: readonly Endpoint[];
  specs: ModelSpecs | null;
  error: unknown;
  model: ModelRef | null;
  onRetry: () => void;
}

/** Adds a model that the next question is put to as well. */
export function CompareButton({ endpoints, specs, error, model, onRetry }: CompareButtonProps) {
  const { open, place, button, toggle, close } = usePopup();
  const isFull = useAlsoAsked(({ columns }) => columns.length >= mostColumns - 1);

  return (
    <div ref={place} className="relative">
      <IconButton
        ref={button}
        label={t('compare.add')}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={isFull}
        onClick={toggle}
        onPointerEnter={preload}
        onFocus={preload}
      >
        <Columns2 aria-hidden />
      </IconButton>
      {open ? (
        <Suspense fallback={null}>
          <ModelList
            endpoints={endpoints}
            specs={specs}
            spec={undefined}
            error={error}
            model={model}
            onRetry={onRetry}
            onClose={close}
            onChooseSpec={(chosen) => {
              alsoAsk(chosen.model, { ...chosen.settings, spec: chosen.name });
              close();
            }}
            onChoose={(chosen) => {
              alsoAsk(chosen);
              close();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

interface AlsoAskedProps {
  /** What the column is called: its model, or its spec. */
  nameOf: (column: AskedColumn) => string;
  /** What can be set for a column. */
  children: (column: AskedColumn) => ReactNode;
}

/** The models that the next question is put to beside the chat's own, each with its own parameters, and to be taken away again. */
export function AlsoAsked({ nameOf, children }: AlsoAskedProps) {
  const columns = useAlsoAsked((state) => state.columns);
  if (columns.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 pb-2 text-small">
      <span id="also-asked" className="text-text-soft">
        {t('compare.alsoAsked')}
      </span>
      <ul aria-labelledby="also-asked" className="contents">
        {columns.map((column) => (
          <li
            key={column.key}
            className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-full border border-line bg-raised ps-3 pe-1"
          >
            <bdi className="max-w-44 truncate">{nameOf(column)}</bdi>
            {children(column)}
            <button
              type="button"
              aria-label={t('compare.remove', { model: nameOf(column) })}
              onClick={() => doNotAsk(column.key)}
              className="grid size-6 place-items-center rounded-full hover:bg-tint pointer-coarse:size-8"
            >
              <X aria-hidden className="size-3.5!" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
