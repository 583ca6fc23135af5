import { defaultAppearance, setAppearance, useAppearance, type Appearance } from '../../theme/appearance.ts';
import { t } from '../../localization/localization.ts';
import { Segments } from '../ui/Segments.tsx';
import { Setting } from './Setting.tsx';

const choices = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'normal', 'high'],
  textSize: ['small', 'normal', 'large', 'larger'],
  motion: ['system', 'reduced'],
} as const satisfies { [Name in keyof Appearance]: readonly Appearance[Name][] };

type Name = keyof typeof choices;

/** One choice of the appearance. Each option's words are under `settings.<name>.<option>`. */
function Choice<N extends Name>({ name, options }: { name: N; options: readonly { value: Appearance[N]; label: string }[] }) {
  const value = useAppearance((state) => state[name]);
  const label = t(`settings.${name}`);
  return (
    <Setting
      label={label}
      help={t(`settings.${name}.help`)}
      source={t(value === defaultAppearance[name] ? 'settings.source.default' : 'settings.source.you')}
    >
      <Segments label={label} value={value} options={options} onChange={(next) => setAppearance({ [name]: next })} />
    </Setting>
  );
}

export function AppearanceSettings() {
  return (
    <>
      <Choice name="theme" options={choices.theme.map((value) => ({ value, label: t(`settings.theme.${value}`) }))} />
      <Choice name="contrast" options={choices.contrast.map((value) => ({ value, label: t(`settings.contrast.${value}`) }))} />
      <Choice name="textSize" options={choices.textSize.map((value) => ({ value, label: t(`settings.textSize.${value}`) }))} />
      <Choice name="motion" options={choices.motion.map((value) => ({ value, label: t(`settings.motion.${value}`) }))} />
    </>
  );
}
