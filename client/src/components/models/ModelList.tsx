import type { Endpoint, ModelRef } from '@parley/contracts';
import { Check, KeyRound, Search, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { explainError } from '../../lib/explain-error.ts';
import { formatMoment } from '../../localization/dates.ts';
import { currentLocale, t } from '../../localization/localization.ts';
import { isSameModel, isUsable } from '../../stores/chosen-model.ts';
import { openOverlay } from '../../stores/overlays.ts';
import { Button } from '../ui/Button.tsx';
import { filterModels } from './filter-models.ts';

export interface ModelListProps {
  endpoints: readonly Endpoint[];
  error: unknown;
  model: ModelRef | null;
  onChoose: (model: ModelRef) => void;
  onClose: () => void;
  onRetry: () => void;
}

/** Drawn at most; the search finds the rest. */
const most = 200;
const tokens = (count: number): string => new Intl.NumberFormat(currentLocale(), { notation: 'compact' }).format(count);

/** What cannot be chosen from, and why. */
function Trouble({ endpoints, error, onRetry }: Pick<ModelListProps, 'endpoints' | 'error' | 'onRetry'>) {
  const troubled = endpoints.filter((endpoint) => !isUsable(endpoint) || endpoint.failure);
  if (troubled.length === 0 && !error) return null;
  return (
    <div className="border-t border-line p-1.5 text-small">
      {error ? (
        <p className="flex items-center gap-2.5 px-2.5 py-1.5">
          <TriangleAlert aria-hidden className="size-4! text-warn" />
          <span className="flex-1">{explainError(error).title}</span>
          <Button size="small" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </p>
      ) : null}
      {troubled.map((endpoint) => (
        <div key={endpoint.id} className="flex items-center gap-2.5 px-2.5 py-1.5">
          {endpoint.failure ? (
            <TriangleAlert aria-hidden className="size-4! text-warn" />
          ) : (
            <KeyRound aria-hidden className="size-4! text-text-soft" />
          )}
          <p className="min-w-0 flex-1">
            <bdi className="font-medium">{endpoint.name}</bdi>{' '}
            <span className="text-text-soft">{endpoint.failure ? explainError(endpoint.failure).title : t('models.needsKey')}</span>
            {endpoint.listedAt === undefined ? null : (
              <span className="block text-text-soft">{t('models.old', { when: formatMoment(endpoint.listedAt) })}</span>
            )}
          </p>
          {endpoint.failure ? (
            <Button size="small" onClick={onRetry}>
              {t('models.refresh')}
            </Button>
          ) : endpoint.acceptsOwnKey ? (
            <Button size="small" onClick={() => openOverlay('settings', 'keys')}>
              {t('models.enterKey')}
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  );
}

/** The models to choose from, by endpoint, with a search. Arrow keys move, Enter chooses, Escape closes. */
export function ModelList({ endpoints, error, model, onChoose, onClose, onRetry }: ModelListProps) {
  const [typed, setTyped] = useState('');
  const groups = filterModels(endpoints, typed);
  const options = groups
    .flatMap(({ endpoint, models }) => models.map((info) => ({ ref: { endpoint: endpoint.id, id: info.id }, info })))
    .slice(0, most);
  const current = options.findIndex(({ ref }) => isSameModel(ref, model));
  const [moved, setMoved] = useState<number>();
  const active = Math.min(moved ?? (typed === '' ? Math.max(current, 0) : 0), options.length - 1);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const idOf = (index: number): string => `model-option-${index}`;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const press = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: options.length - 1 };
    const step = steps[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const chosen = options[active];
      if (chosen) onChoose(chosen.ref);
    } else if (step !== undefined && options.length > 0 && (event.key.startsWith('Arrow') || typed === '')) {
      event.preventDefault();
      setMoved((step + options.length) % options.length);
    }
  };

  return (
    <div
      role="dialog"
      aria-label={t('models.list')}
      className="floating absolute start-0 top-full z-40 mt-1.5 flex max-h-[min(70dvh,30rem)] w-[min(23rem,calc(100vw-1.5rem))] animate-rise flex-col overflow-hidden max-desk:fixed max-desk:inset-x-3 max-desk:top-14 max-desk:w-auto"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-3.5">
        <Search aria-hidden className="size-4! text-text-soft" />
        <input
          ref={field}
          type="search"
          value={typed}
          aria-label={t('models.search')}
          placeholder={t('models.search')}
          aria-controls="model-options"
          aria-activedescendant={options.length > 0 ? idOf(active) : undefined}
          autoComplete="off"
          onKeyDown={press}
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setMoved(undefined);
          }}
          className="min-h-11 min-w-0 flex-1 bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      <div ref={list} id="model-options" role="listbox" aria-label={t('models.list')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {groups.map(({ endpoint, models }) => (
          <div key={endpoint.id} role="group" aria-label={endpoint.name}>
            <p aria-hidden className="px-2.5 pt-2 pb-1 text-small text-text-soft">
              <bdi>{endpoint.name}</bdi>
            </p>
            {models.map((info) => {
              const ref = { endpoint: endpoint.id, id: info.id };
              const here = options.findIndex((option) => isSameModel(option.ref, ref));
              if (here < 0) return null;
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus stays in the search field, which names the active option
                <div
                  key={info.id}
                  id={idOf(here)}
                  role="option"
                  aria-label={info.name}
                  aria-selected={here === active}
                  onPointerMove={() => setMoved(here)}
                  onClick={() => onChoose(ref)}
                  className="row-item cursor-default select-none aria-selected:bg-tint"
                >
                  <bdi className="min-w-0 flex-1 truncate">{info.name}</bdi>
                  {info.contextTokens === undefined ? null : (
                    <span className="text-small text-text-soft tabular-nums" title={t('models.context', { tokens: info.contextTokens })}>
                      {tokens(info.contextTokens)}
                    </span>
                  )}
                  <Check aria-hidden className={isSameModel(ref, model) ? 'size-4! text-accent' : 'invisible size-4!'} />
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {options.length === 0 ? (
        <p className="px-4 pb-4 text-text-soft">{typed === '' ? t('models.empty') : t('models.none', { text: typed })}</p>
      ) : null}
      <Trouble endpoints={endpoints} error={error} onRetry={onRetry} />
    </div>
  );
}
