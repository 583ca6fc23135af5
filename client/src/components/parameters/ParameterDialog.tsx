import '../../localization/parameters-words.ts';
import type { ConversationSettings, Parameter, SettingName } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { settingsAlone } from '../../stores/presets.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { nameOfParameter, ParameterRow } from './ParameterRow.tsx';
import { PresetList } from './PresetList.tsx';

interface ParameterDialogProps {
  /** What the model is called. */
  model: string;
  parameters: readonly Parameter[];
  /** Whether presets are offered. */
  presets: boolean;
  settings: ConversationSettings;
  /** What holds where nothing is set here; absent: the model decides. */
  base?: ConversationSettings;
  /** Settings that the model does not take. */
  missing: readonly SettingName[];
  onChange: (settings: ConversationSettings) => void;
  onClose: () => void;
}

/** A slider that is dragged is kept when it comes to rest. */
const restMs = 400;

/** Keeps what is being set here, and hands it on when the hand rests or the panel closes. */
function useDraftSettings(settings: ConversationSettings, onChange: (settings: ConversationSettings) => void) {
  const [draft, setDraft] = useState<ConversationSettings>();
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; hand: () => void }>(undefined);
  const flush = (): void => {
    if (!pending.current) return;
    clearTimeout(pending.current.timer);
    pending.current.hand();
    pending.current = undefined;
  };
  useEffect(() => flush, []);
  const change = (next: ConversationSettings): void => {
    setDraft(next);
    if (pending.current) clearTimeout(pending.current.timer);
    const hand = (): void => onChange(next);
    pending.current = { timer: setTimeout(flush, restMs), hand };
  };
  return { shown: draft ?? settings, change };
}

/** How the model is asked in this chat: presets, and every parameter the model takes. */
export function ParameterDialog({ model, parameters, presets, settings, base, missing, onChange, onClose }: ParameterDialogProps) {
  const { shown, change } = useDraftSettings(settings, onChange);
  const set = parameters.filter(({ name, fixed }) => fixed === undefined && shown[name] !== undefined);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('parameters.title')}
      description={t(base ? 'parameters.ofColumn' : 'parameters.of', { model })}
      className="h-[94dvh] desk:h-[min(86dvh,48rem)] desk:max-w-140"
    >
      <div className="min-h-0 flex-1 overflow-y-auto px-6 outline-offset-[-2px]">
        {presets ? <PresetList settings={shown} onUse={change} /> : null}
        {missing.length === 0 ? null : (
          <Notice
            tone="plain"
            className="mt-4"
            title={t('parameters.missing', { names: missing.map((name) => nameOfParameter({ name })).join(', ') })}
          />
        )}
        {parameters.length === 0 ? <p className="py-4 text-text-soft">{t('parameters.none')}</p> : null}
        {parameters.map((parameter) => (
          <ParameterRow
            key={parameter.name}
            parameter={parameter}
            value={shown[parameter.name]}
            base={base?.[parameter.name]}
            onChange={(value) => change({ ...shown, [parameter.name]: value })}
          />
        ))}
        {set.length === 0 ? null : (
          <div className="py-4">
            <Button
              onClick={() =>
                change({ ...shown, ...Object.fromEntries(Object.keys(settingsAlone(shown)).map((name) => [name, undefined])) })
              }
            >
              {t('parameters.resetAll')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
