import '../../localization/models-words.ts';
import type { Endpoint, ModelInfo, ModelRef, ModelSpec, ModelSpecs } from '@parley/contracts';
import { Check, KeyRound, Search, Star, TriangleAlert } from 'lucide-react';
import { clsx } from 'clsx';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { contextWords, priceWords } from '../../lib/fact-words.ts';
import { explainError, sentenceOf } from '../../lib/explain-error.ts';
import { formatMoment } from '../../localization/dates.ts';
import { currentLocale, t } from '../../localization/localization.ts';
import { usePresets } from '../../hooks/use-presets.ts';
import { showToast } from '../../lib/toasts.ts';
import { isSameModel, isUsable, recentModels } from '../../stores/chosen-model.ts';
import { markFavourite } from '../../stores/presets.ts';
import { openOverlay } from '../../stores/overlays.ts';
import { Button } from '../ui/Button.tsx';
import { endpointsInList, listChoices, type Choice } from './list-choices.ts';

export interface ModelListProps {
  endpoints: readonly Endpoint[];
  specs: ModelSpecs | null;
  /** The spec that is in use, if one is. */
  spec: ModelSpec | undefined;
  error: unknown;
  model: ModelRef | null;
  onChoose: (model: ModelRef) => void;
  /** Absent: only models are chosen from. */
  onChooseSpec?: ((spec: ModelSpec) => void) | undefined;
  /** The list stands above its button. */
  up?: boolean;
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

/** What the model that is pointed at holds and costs. */
function Details({ info }: { info: ModelInfo }) {
  return (
    <p id="model-details" className="border-t border-line px-4 pt-2 pb-1 text-small text-text-soft">
      {contextWords(info)} · {priceWords(info.prices)}
    </p>
  );
}

/** Marks the model or spec that is pointed at as a favourite, or takes the mark away. */
function Favourite({ choice, marked }: { choice: Choice; marked: boolean }) {
  const liked = choice.spec ? { spec: choice.spec.name } : { model: choice.ref };
  return (
    <div className="p-1.5 pt-0">
      <button
        type="button"
        aria-pressed={marked}
        onClick={() => void markFavourite(liked, !marked).catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' }))}
        className="row-item w-full text-start text-small text-text-soft hover:bg-tint"
      >
        <Star aria-hidden className={marked ? 'size-4! fill-current text-accent' : 'size-4!'} />
        <span className="min-w-0 truncate">{t(marked ? 'models.unmark' : 'models.mark', { model: choice.name })}</span>
      </button>
    </div>
  );
}

function Option({ choice, current }: { choice: Choice; current: boolean }) {
  const { spec, info, name } = choice;
  return (
    <>
      {spec?.icon && spec.showIconInMenu ? <img src={spec.icon} alt="" className="size-5 rounded-s" /> : null}
      <span className="min-w-0 flex-1">
        <bdi className="block truncate">{name}</bdi>
        {spec?.description ? <span className="line-clamp-2 text-small text-text-soft">{spec.description}</span> : null}
      </span>
      {info?.contextTokens === undefined ? null : (
        <span className="text-small text-text-soft tabular-nums" title={contextWords(info)}>
          {info.assumed ? '≈ ' : ''}
          {tokens(info.contextTokens)}
        </span>
      )}
      <Check aria-hidden className={current ? 'size-4! text-accent' : 'invisible size-4!'} />
    </>
  );
}

/**
 * What can be asked: favourites, what was chosen last, the operator's specs, and models by endpoint, with a search. Arrow keys move, Enter chooses,
 * Escape closes; the line below marks favourites.
 */
export function ModelList({ endpoints, specs, spec, error, model, onChoose, onChooseSpec, onClose, onRetry, up = false }: ModelListProps) {
  const [typed, setTyped] = useState('');
  const { favourites = [], favouriteSpecs = [] } = usePresets().data ?? {};
  const [recent] = useState(recentModels);
  const words = { favourites: t('models.favourites'), recent: t('models.recent'), specs: t('models.specs') };
  const offered = onChooseSpec ? specs : null;
  const groups = listChoices({ endpoints, specs: offered, favourites, favouriteSpecs, recent }, typed, words);
  const options = groups.flatMap(({ choices }) => choices).slice(0, most);
  const isCurrent = (choice: Choice): boolean =>
    choice.spec ? choice.spec.name === spec?.name : spec === undefined && isSameModel(choice.ref, model);
  const isMarked = ({ spec: own, ref }: Choice): boolean =>
    own ? favouriteSpecs.includes(own.name) : favourites.some((other) => isSameModel(other, ref));
  const current = options.findIndex(isCurrent);
  const [moved, setMoved] = useState<number>();
  const active = Math.min(moved ?? (typed === '' ? Math.max(current, 0) : 0), options.length - 1);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const idOf = (index: number): string => `model-option-${index}`;
  const pointed = options[active];
  const choose = (choice: Choice): void => (choice.spec && onChooseSpec ? onChooseSpec(choice.spec) : onChoose(choice.ref));

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
      if (pointed) choose(pointed);
    } else if (step !== undefined && options.length > 0 && (event.key.startsWith('Arrow') || typed === '')) {
      event.preventDefault();
      setMoved((step + options.length) % options.length);
    }
  };

  return (
    <div
      role="dialog"
      aria-label={t('models.list')}
      className={clsx(
        'floating absolute start-0 z-40 flex max-h-[min(70dvh,30rem)] w-[min(23rem,calc(100vw-1.5rem))] animate-rise flex-col overflow-hidden max-desk:fixed max-desk:inset-x-3 max-desk:w-auto',
        up ? 'bottom-full mb-1.5 max-desk:bottom-24' : 'top-full mt-1.5 max-desk:top-14',
      )}
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
      <div
        ref={list}
        id="model-options"
        role="listbox"
        aria-label={t('models.list')}
        aria-activedescendant={options.length > 0 ? idOf(active) : undefined}
        tabIndex={0}
        onKeyDown={press}
        className="min-h-0 flex-1 overflow-y-auto rounded-m p-1.5"
      >
        {groups.map(({ key, label, choices }) => (
          <div key={key} role="group" aria-label={label}>
            <p aria-hidden className="px-2.5 pt-2 pb-1 text-small text-text-soft">
              <bdi>{label}</bdi>
            </p>
            {choices.map((choice) => {
              const here = options.indexOf(choice);
              if (here < 0) return null;
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus stays in the search field, which names the active option
                <div
                  key={choice.key}
                  id={idOf(here)}
                  role="option"
                  aria-label={choice.info?.assumed ? t('models.assumedNamed', { name: choice.name }) : choice.name}
                  aria-describedby={here === active && choice.info ? 'model-details' : undefined}
                  aria-selected={here === active}
                  onPointerMove={() => setMoved(here)}
                  onClick={() => choose(choice)}
                  className="row-item cursor-default select-none aria-selected:bg-tint"
                >
                  <Option choice={choice} current={isCurrent(choice)} />
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {options.length === 0 ? (
        <p className="px-4 pb-4 text-text-soft">{typed === '' ? t('models.empty') : t('models.none', { text: typed })}</p>
      ) : null}
      {pointed?.info ? <Details info={pointed.info} /> : null}
      {pointed && (pointed.info || pointed.spec) ? <Favourite choice={pointed} marked={isMarked(pointed)} /> : null}
      <Trouble endpoints={endpointsInList(endpoints, specs)} error={error} onRetry={onRetry} />
    </div>
  );
}
