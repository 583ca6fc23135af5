import { fitSettings, type Misfit } from '@parley/chat-core';
import { settingNames, type CallSettings, type Parameter, type SettingName } from '@parley/contracts';
import type { LeftOut, ModelCall } from '../port.ts';

const words: Readonly<Record<SettingName, string>> = {
  instructions: 'Instructions',
  temperature: 'Temperature',
  topP: 'Top P',
  topK: 'Top K',
  frequencyPenalty: 'A frequency penalty',
  presencePenalty: 'A presence penalty',
  seed: 'A seed',
  stop: 'Stop sequences',
  maxOutputTokens: 'A limit of the answer',
  reasoningEffort: 'A reasoning effort',
  thinkingBudget: 'A thinking budget',
  verbosity: 'Verbosity',
  webSearch: 'Web search',
  region: 'A region',
};

/** Long texts are not repeated. */
const shown = (value: CallSettings[SettingName]): string => (Array.isArray(value) ? `${value.length} of them` : String(value).slice(0, 40));

function sentenceOf({ name, kind, asked, sent }: Misfit): string {
  if (kind === 'unsupported') return `${words[name]} cannot be set for this model and is left out.`;
  if (kind === 'fixed') return `${words[name]} of ${shown(asked)} gives way to that of the operator: ${shown(sent)} is sent.`;
  return `${words[name]} of ${shown(asked)} is outside of what this model takes; ${shown(sent)} is sent.`;
}

/** The call with the settings that the model has; what it does not take as it was asked for is said in `leftOut`. */
export function takeSettings(call: ModelCall, parameters: readonly Parameter[], leftOut: LeftOut[]): ModelCall {
  const { settings, misfits } = fitSettings(call, parameters);
  leftOut.push(...misfits.map((misfit) => ({ code: `setting.${misfit.kind}`, message: sentenceOf(misfit) })));
  const unset = Object.fromEntries(settingNames.map((name) => [name, undefined]));
  return { ...call, ...unset, ...settings };
}
