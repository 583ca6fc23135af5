import { settingNames, type CallSettings, type Parameter, type SettingName } from '@parley/contracts';

/** What could not be taken as it was asked for. */
export interface Misfit {
  readonly name: SettingName;
  /** `unsupported`: left out; `narrowed`: put to the nearest value the model takes; `fixed`: the operator's value takes its place. */
  readonly kind: 'unsupported' | 'narrowed' | 'fixed';
  readonly asked: CallSettings[SettingName];
  /** What is sent instead; absent when it is left out. */
  readonly sent?: CallSettings[SettingName];
}

export interface Fitted {
  readonly settings: CallSettings;
  readonly misfits: readonly Misfit[];
}

/** Whether a value asks for nothing: then there is nothing to miss. */
const asksNothing = (value: CallSettings[SettingName]): boolean => value === undefined || value === false || value === '';

const efforts: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** The option nearest to what was asked, the lower one of two. */
function nearestOption(asked: string, options: readonly string[]): string | undefined {
  const at = efforts.indexOf(asked);
  const distance = (option: string): number => Math.abs(efforts.indexOf(option) - at);
  return options.toSorted((a, b) => distance(a) - distance(b) || efforts.indexOf(a) - efforts.indexOf(b))[0];
}

function fit<Value extends CallSettings[SettingName]>(value: Value, { min, max, options, maxItems }: Parameter): Value | undefined {
  if (typeof value === 'number') return Math.min(max ?? value, Math.max(min ?? value, value)) as Value;
  if (typeof value === 'string' && options && !options.includes(value)) return nearestOption(value, options) as Value | undefined;
  if (Array.isArray(value) && maxItems !== undefined && value.length > maxItems) return value.slice(0, maxItems) as Value;
  return value;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Settings as a model with these parameters takes them, and what of them it does not take, so that nobody is surprised. */
export function fitSettings(asked: CallSettings, parameters: readonly Parameter[]): Fitted {
  const settings: Record<string, unknown> = {};
  const misfits: Misfit[] = [];
  for (const name of settingNames) {
    const value = asked[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const described = parameters.find((parameter) => parameter.name === name);
    if (described?.fixed !== undefined) {
      // It is in the request anyway.
      const fixed = described.fixed as CallSettings[SettingName];
      if (!isSame(fixed, value)) misfits.push({ name, kind: 'fixed', asked: value, sent: fixed });
      continue;
    }
    const sent = described && fit(value, described);
    if (sent === undefined) {
      if (!asksNothing(value)) misfits.push({ name, kind: 'unsupported', asked: value });
      continue;
    }
    settings[name] = sent;
    if (sent !== value) misfits.push({ name, kind: 'narrowed', asked: value, sent });
  }
  return { settings: settings as CallSettings, misfits };
}
