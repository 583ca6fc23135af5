import '../../localization/settings-words.ts';
import { clsx } from 'clsx';
import {
  ChartColumn,
  Cpu,
  Info,
  KeyRound,
  SquareTerminal,
  MonitorSmartphone,
  Search,
  SunMoon,
  UserRound,
  Wallet,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';
import { closeOverlay, useOverlays, type SettingsSection } from '../../stores/overlays.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useIsAdministrator } from '../../hooks/use-is-administrator.ts';
import { findSections, sectionsFor } from './sections.tsx';

const icons: Readonly<Record<SettingsSection, LucideIcon>> = {
  account: UserRound,
  keys: KeyRound,
  programs: SquareTerminal,
  usage: ChartColumn,
  budgets: Wallet,
  models: Cpu,
  appearance: SunMoon,
  sessions: MonitorSmartphone,
  about: Info,
};

/** Every setting in one searchable place. While searching, all sections that match are shown below each other. */
export function SettingsDialog() {
  const asked = useOverlays((state) => state.section);
  const [chosen, setChosen] = useState<SettingsSection>(asked ?? 'account');
  const [text, setText] = useState('');
  const mine = sectionsFor(useIsAdministrator());
  const found = findSections(mine, text);
  const searching = text.trim() !== '';
  const shown = searching ? found : found.filter(({ id }) => id === chosen);

  return (
    <Dialog open onOpenChange={closeOverlay} title={t('settings.title')} className="h-[94dvh] desk:h-[min(86dvh,42rem)] desk:max-w-200">
      <div className="mt-2 flex min-h-0 flex-1 flex-col border-t border-line desk:flex-row">
        <div className="flex shrink-0 flex-col gap-1 border-line p-3 max-desk:border-b max-desk:pb-2 desk:w-52 desk:border-e">
          <div className="relative flex items-center">
            <Search aria-hidden className="pointer-events-none absolute start-2.5 size-4 text-text-soft" />
            <input
              type="search"
              aria-label={t('settings.search')}
              placeholder={t('settings.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="min-h-9 w-full min-w-0 rounded-m border border-line bg-canvas ps-8.5 pe-2.5 outline-offset-0"
            />
          </div>
          <SectionTabs
            mine={mine.map(({ id }) => id)}
            found={found.map(({ id }) => id)}
            chosen={searching ? undefined : chosen}
            onChoose={(id) => (setChosen(id), setText(''))}
          />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-2 outline-offset-[-2px]">
          {shown.length === 0 ? <p className="py-4 text-text-soft">{t('settings.none', { text })}</p> : null}
          {shown.map(({ id, name, content }) => (
            <section key={id} aria-label={t(name)}>
              <h3 className={clsx('pt-3 text-base font-semibold', !searching && 'desk:sr-only max-desk:sr-only')}>{t(name)}</h3>
              {content()}
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

interface SectionTabsProps {
  mine: readonly SettingsSection[];
  found: readonly SettingsSection[];
  chosen: SettingsSection | undefined;
  onChoose: (id: SettingsSection) => void;
}

function SectionTabs({ mine, found, chosen, onChoose }: SectionTabsProps) {
  return (
    <ul className="flex gap-0.5 overflow-x-auto desk:mt-1.5 desk:flex-col">
      {mine.map((id) => {
        const Icon = icons[id];
        return (
          <li key={id}>
            <button
              type="button"
              aria-current={id === chosen ? 'true' : undefined}
              disabled={!found.includes(id)}
              onClick={() => onChoose(id)}
              className="flex min-h-9 w-full items-center gap-2.5 rounded-m px-2.5 whitespace-nowrap outline-offset-[-2px] hover:bg-tint disabled:opacity-45 aria-current:bg-tint-strong aria-current:font-medium pointer-coarse:min-h-11"
            >
              <Icon aria-hidden className="size-4 text-text-soft" />
              {t(`settings.section.${id}`)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
