import '../../localization/settings-words.ts';
import type { ReactNode } from 'react';
import type { SettingsSection } from '../../stores/overlays.ts';
import { t, type WordKey } from '../../localization/localization.ts';
import { ApiSetting, ShortcutsSetting, VersionSetting } from './AboutSettings.tsx';
import { EmailSetting, NameSetting, PasswordSetting } from './AccountSettings.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { ApiKeySettings } from './ApiKeySettings.tsx';
import { BudgetSettings } from './budgets/BudgetSettings.tsx';
import { KeySettings } from './KeySettings.tsx';
import { ModelFactsSettings } from './model-facts/ModelFactsSettings.tsx';
import { SessionSettings } from './SessionSettings.tsx';
import { UsageSettings } from './UsageSettings.tsx';

export interface Section {
  readonly id: SettingsSection;
  readonly name: WordKey;
  /** Words it is found by, beside its name. */
  readonly words: readonly WordKey[];
  readonly content: () => ReactNode;
  readonly administrator?: true;
}

const sections: readonly Section[] = [
  {
    id: 'account',
    name: 'settings.section.account',
    words: [
      'settings.name',
      'settings.name.help',
      'settings.email',
      'settings.email.help',
      'settings.password',
      'settings.password.change',
    ],
    content: () => (
      <>
        <NameSetting />
        <EmailSetting />
        <PasswordSetting />
      </>
    ),
  },
  {
    id: 'keys',
    name: 'settings.section.keys',
    words: ['settings.keys.help', 'settings.keys.enter', 'settings.keys.url'],
    content: () => <KeySettings matches={() => true} />,
  },
  {
    id: 'programs',
    name: 'settings.section.programs',
    words: ['settings.programs.help', 'settings.programs.address', 'settings.programs.create', 'settings.programs.revoke'],
    content: () => <ApiKeySettings />,
  },
  {
    id: 'usage',
    name: 'settings.section.usage',
    words: ['settings.usage.cost', 'settings.usage.balance', 'settings.usage.byModel', 'settings.usage.csv'],
    content: () => <UsageSettings />,
  },
  {
    id: 'budgets',
    name: 'settings.section.budgets',
    words: ['settings.budgets.add', 'settings.budgets.amount', 'settings.budgets.role', 'settings.usage.cost'],
    content: () => <BudgetSettings />,
    administrator: true,
  },
  {
    id: 'models',
    name: 'settings.section.models',
    words: ['settings.models.contextTokens', 'settings.models.prices', 'settings.models.can', 'settings.probe.ask'],
    content: () => <ModelFactsSettings />,
    administrator: true,
  },
  {
    id: 'appearance',
    name: 'settings.section.appearance',
    words: [
      'settings.theme',
      'settings.theme.light',
      'settings.theme.dark',
      'settings.contrast',
      'settings.contrast.help',
      'settings.textSize',
      'settings.motion',
      'settings.motion.help',
    ],
    content: () => <AppearanceSettings />,
  },
  {
    id: 'sessions',
    name: 'settings.section.sessions',
    words: ['settings.sessions.help', 'settings.sessions.everywhere', 'settings.sessions.end'],
    content: () => <SessionSettings />,
  },
  {
    id: 'about',
    name: 'settings.section.about',
    words: ['settings.version', 'settings.shortcuts', 'settings.api', 'settings.api.help'],
    content: () => (
      <>
        <VersionSetting />
        <ShortcutsSetting />
        <ApiSetting />
      </>
    ),
  },
];

/** The sections that a person has. */
export const sectionsFor = (administrator: boolean): readonly Section[] => sections.filter((each) => administrator || !each.administrator);

/** Those in whose words `text` occurs; all of them for an empty text. */
export function findSections(mine: readonly Section[], text: string): readonly Section[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return mine;
  return mine.filter(({ name, words }) => [name, ...words].some((key) => t(key).toLowerCase().includes(wanted)));
}
