import { callSettingsSchema, type CallSettings, type Parameter, type SettingName } from '@parley/contracts';
import { parameter } from './parameter-kinds.ts';
import { settingOfLibreChat } from './read-librechat-settings.ts';

/** What an operator adds to the body of every request, and leaves out of it, by the names of the wire. */
export interface ParameterEdits {
  readonly add: Readonly<Record<string, unknown>>;
  readonly drop: readonly string[];
}

type Value = CallSettings[SettingName];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Instructions travel as a message, and are no name of the body that could be added or dropped. */
function settingNamed(name: string): SettingName | undefined {
  if (name === 'reasoning') return 'reasoningEffort';
  if (name === 'thinking') return 'thinkingBudget';
  const setting = settingOfLibreChat(name);
  return setting === 'instructions' ? undefined : setting;
}

/** The value as a setting has it: an effort and a budget stand inside of an object, one stop sequence is written as text. */
function valueOf(setting: SettingName, given: unknown): unknown {
  if (setting === 'stop' && typeof given === 'string') return [given];
  if (!isObject(given)) return given;
  if (setting === 'reasoningEffort') return given['effort'];
  if (setting === 'thinkingBudget') return given['type'] === 'disabled' ? 0 : given['budget_tokens'];
  return given;
}

const holds = (setting: SettingName, value: unknown): value is NonNullable<Value> =>
  value !== undefined && value !== null && callSettingsSchema.safeParse({ [setting]: value }).success;

/**
 * The settings that are left to choose where an operator edits every request: what is dropped is not to be had, what is added is fixed. A value that no setting
 * can hold is the operator's alone: then the setting is not to be had either.
 */
export function editParameters(described: readonly Parameter[], edits: ParameterEdits | undefined): Parameter[] {
  if (edits === undefined) return [...described];
  const dropped = new Set(edits.drop.map(settingNamed));
  const fixed = new Map<SettingName, Parameter>();
  for (const [name, given] of Object.entries(edits.add)) {
    const setting = settingNamed(name);
    if (setting === undefined) continue;
    const value = valueOf(setting, given);
    dropped.add(setting);
    if (holds(setting, value)) {
      const known = described.find((each) => each.name === setting) ?? parameter(setting);
      fixed.set(setting, { ...known, fixed: value });
    }
  }
  const kept = described.flatMap((each) => fixed.get(each.name) ?? (dropped.has(each.name) ? [] : [each]));
  return [...kept, ...[...fixed.values()].filter(({ name }) => !described.some((each) => each.name === name))];
}
