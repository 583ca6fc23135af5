import { settingOfLibreChat } from '@parley/chat-core';
import { callSettingsSchema, type CallSettings, type Parameter, type ParameterChanges } from '@parley/contracts';
import type { Entry } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { at, itemsAt, plain, textAt } from './entry.ts';

/** The wire format behind the name of LibreChat's panel. */
const formats: Readonly<Record<string, string>> = {
  anthropic: 'anthropic-messages',
  google: 'google-gemini',
  bedrock: 'bedrock',
  openrouter: 'openrouter',
};

const numberAt = (entry: Entry | undefined, key: string): number | undefined => {
  const value = at(entry, key);
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : undefined;
};

type Change = ParameterChanges['changes'][number];

function changeOf(entry: Entry, say: Say): { change: Change; preset: CallSettings } | null {
  const key = textAt(entry, 'key') ?? '';
  const name = settingOfLibreChat(key);
  if (name === undefined) {
    say('warning', at(entry, 'key') ?? entry, `${key} is not a setting of Parley’s; it is not shown`);
    return null;
  }
  const range = at(entry, 'range');
  const options = itemsAt(entry, 'options').map((item) => String(plain(item)));
  const given = at(entry, 'default');
  const preset = given === undefined ? undefined : plain(given);
  const holds = preset === undefined || preset === '' || callSettingsSchema.safeParse({ [name]: preset }).success;
  if (given !== undefined && !holds) say('error', given, `is not a value of ${key}`);
  const isPreset = holds && preset !== undefined && preset !== '';
  const told = isPreset && ['number', 'string', 'boolean'].includes(typeof preset);
  const parts: Omit<Partial<Parameter>, 'name'> = {
    ...(range === undefined ? {} : { min: numberAt(range, 'min'), max: numberAt(range, 'max') }),
    ...(numberAt(range, 'step') === undefined ? {} : { step: numberAt(range, 'step') }),
    ...(options.length === 0 ? {} : { options }),
    ...(told ? { default: preset as number } : {}),
    ...(textAt(entry, 'label') === undefined ? {} : { label: textAt(entry, 'label') }),
    ...(textAt(entry, 'description') === undefined ? {} : { description: textAt(entry, 'description') }),
  };
  return { change: { name, ...parts }, preset: isPreset ? { [name]: preset } : {} };
}

/** What `customParams` says of an endpoint's settings: whose panel it has, and what is different there. Defaults are also sent. */
export function customParameters(entry: Entry, say: Say): { parameters?: ParameterChanges; defaults?: CallSettings } {
  const custom = at(entry, 'customParams');
  if (custom === undefined) return {};
  const like = formats[textAt(custom, 'defaultParamsEndpoint')?.toLowerCase() ?? ''];
  const changed = itemsAt(custom, 'paramDefinitions').flatMap((item) => changeOf(item, say) ?? []);
  const defaults: CallSettings = Object.assign({}, ...changed.map(({ preset }) => preset)) as CallSettings;
  return {
    parameters: { ...(like === undefined ? {} : { like }), changes: changed.map(({ change }) => change) },
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
  };
}
