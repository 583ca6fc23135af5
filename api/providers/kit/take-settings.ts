import { fitSettings, type Misfit } from '@parley/chat-core';
import { settingNames, type CallSettings, type Parameter, type SettingName } from '@parley/contracts';
import type { ModelCall } from '../port.ts';
import type { Sink } from './model-stream.ts';

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

const shown = (value: CallSettings[SettingName]): string => (Array.isArray(value) ? `${value.length} of them` : String(value));

function sentenceOf({ name, kind, asked, sent }: Misfit): string {
  if (kind === 'unsupported') return `${words[name]} cannot be set for this model and was left out.`;
  return `${words[name]} of ${shown(asked)} is outside of what this model takes; ${shown(sent)} was sent.`;
}

/** The call with the settings that the model has, and a warning in the sink for each that it does not take as it was asked for. */
export function takeSettings(call: ModelCall, parameters: readonly Parameter[], sink: Sink): ModelCall {
  const { settings, misfits } = fitSettings(call, parameters);
  for (const misfit of misfits) {
    sink({
      type: 'warning',
      code: misfit.kind === 'unsupported' ? 'setting.unsupported' : 'setting.narrowed',
      message: sentenceOf(misfit),
    });
  }
  const unset = Object.fromEntries(settingNames.map((name) => [name, undefined]));
  return { ...call, ...unset, ...settings };
}
