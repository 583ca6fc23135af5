import type { Endpoint, ModelRef, ModelSpec, ModelSpecs } from '@parley/contracts';
import { ChevronDown } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { usePopup } from '../../hooks/use-popup.ts';
import { t } from '../../localization/localization.ts';
import { modelName } from '../../stores/chosen-model.ts';

const load = () => import('./ModelList.tsx');
const ModelList = lazy(async () => ({ default: (await load()).ModelList }));
const preload = (): void => void load().catch(() => undefined);

export interface ModelPickerProps {
  endpoints: readonly Endpoint[] | undefined;
  specs: ModelSpecs | null;
  /** The operator's spec that the chat is asked with, if it is one. */
  spec: ModelSpec | undefined;
  error: unknown;
  model: ModelRef | null;
  onChoose: (model: ModelRef) => void;
  onChooseSpec: (spec: ModelSpec) => void;
  onRetry: () => void;
}

/** The model that answers, and the way to another. The list's code is loaded when the button is approached. */
export function ModelPicker({ endpoints, specs, spec, error, model, onChoose, onChooseSpec, onRetry }: ModelPickerProps) {
  const { open, place, button, toggle, close } = usePopup();
  const endpoint = endpoints?.find(({ id }) => id === model?.endpoint);
  const name = spec?.label ?? (model ? modelName(endpoints, model) : null);

  return (
    <div ref={place} className="relative min-w-0">
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={name === null ? t('models.choose') : t('models.button', { model: name })}
        onClick={toggle}
        onPointerEnter={preload}
        onFocus={preload}
        className="flex min-h-(--control) max-w-full items-center gap-1.75 rounded-m px-2.5 font-medium transition-colors hover:bg-tint aria-expanded:bg-tint"
      >
        {spec?.icon && spec.showIconInHeader ? <img src={spec.icon} alt="" className="size-5 rounded-s" /> : null}
        <bdi className="truncate">{name ?? t('models.choose')}</bdi>
        {endpoint && !spec ? <bdi className="hidden truncate font-normal text-text-soft desk:inline">{endpoint.name}</bdi> : null}
        <ChevronDown aria-hidden className="size-3.75! text-text-soft" />
      </button>
      {open ? (
        <Suspense fallback={null}>
          <ModelList
            endpoints={endpoints ?? []}
            specs={specs}
            spec={spec}
            error={error}
            model={model}
            onRetry={onRetry}
            onClose={close}
            onChooseSpec={(chosen) => {
              onChooseSpec(chosen);
              close();
            }}
            onChoose={(chosen) => {
              onChoose(chosen);
              close();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
