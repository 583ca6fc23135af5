import { t } from '../../localization/localization.ts';

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const find = (table: readonly (readonly [RegExp, string])[], agent: string): string | undefined =>
  table.find(([pattern]) => pattern.test(agent))?.[1];

/** A browser's long description of itself in a few words; its own words when they are not known. */
export function describeAgent(agent: string): string {
  const browser = find(browsers, agent);
  const system = find(systems, agent);
  if (browser !== undefined && system !== undefined) return t('settings.sessions.agent', { browser, system });
  return browser ?? system ?? (agent.trim() === '' ? t('settings.sessions.unknown') : agent.slice(0, 80));
}
