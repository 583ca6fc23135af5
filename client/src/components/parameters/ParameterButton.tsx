import type { ConversationSettings, Parameter, SettingName } from '@parley/contracts';
import { SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { settingsAlone } from '../../stores/presets.ts';
import { IconButton } from '../ui/IconButton.tsx';

const load = () => import('./ParameterDialog.tsx');
const ParameterDialog = lazy(async () => ({ default: (await load()).ParameterDialog }));
const preload = (): void => void load().catch(() => undefined);

interface ParameterButtonProps {
  model: string;
  parameters: readonly Parameter[];
  /** Whether presets are offered. */
  presets: boolean;
  settings: ConversationSettings;
  /** What holds where nothing is set here: the settings of the chat, for one column of a comparison. Absent: the model decides. */
  base?: ConversationSettings;
  missing: readonly SettingName[];
  onChange: (settings: ConversationSettings) => void;
}

/** Opens the parameters of the chat, and shows by a dot that some are set. The panel's code is loaded when the button is approached. */
export function ParameterButton(props: ParameterButtonProps) {
  const { model, base } = props;
  const [open, setOpen] = useState(false);
  const count = Object.values(settingsAlone(props.settings)).filter((value) => value !== undefined).length;
  const label = count === 0 ? t('parameters.open') : t('parameters.changed', { count });
  const ofColumn = count === 0 ? t('compare.parameters', { model }) : t('compare.parameters.changed', { model, count });
  return (
    <>
      <IconButton
        label={base ? ofColumn : label}
        size={base ? 'small' : 'normal'}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        onPointerEnter={preload}
        onFocus={preload}
      >
        <span aria-hidden className="relative">
          <SlidersHorizontal aria-hidden />
          {count === 0 ? null : <span className="absolute -end-1 -top-1 size-2 rounded-full bg-accent" />}
        </span>
      </IconButton>
      {open ? (
        <Suspense fallback={null}>
          <ParameterDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
