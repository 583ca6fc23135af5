import { readLibreChatSettings } from '@parley/chat-core';
import type { EndpointConfig, SummaryRules } from '../../providers/port.ts';
import type { Entry } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { at, flagAt, numberAt, plain, textAt } from './entry.ts';

/** LibreChat's ways to say when. */
function triggerOf(entry: Entry | undefined, say: Say): Pick<SummaryRules, 'at' | 'fewest'> {
  const [type, value] = [textAt(entry, 'type'), numberAt(entry, 'value')];
  if (type === undefined || value === undefined) return {};
  if (type !== 'token_ratio') return type === 'remaining_tokens' ? { at: { left: value } } : { fewest: value };
  if (value > 0 && value <= 1) return { at: { share: value } };
  say('error', at(entry, 'value')!, `found ${value}, takes a share of what the model holds, more than 0 and 1 at most`);
  return {};
}

/** The model that writes; one of an endpoint that is not there is said, and the chat's own writes. */
function writerOf(entry: Entry | undefined, endpoints: readonly EndpointConfig[], say: Say): Pick<SummaryRules, 'by'> {
  const [provider, model] = [textAt(entry, 'provider'), textAt(entry, 'model')];
  if (provider === undefined) return model === undefined ? {} : { by: { id: model } };
  const wanted = provider.toLowerCase();
  const endpoint = endpoints.find(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  const id = model ?? endpoint?.titleModel ?? endpoint?.models?.[0] ?? endpoint?.fallbackModels?.[0];
  if (endpoint !== undefined && id !== undefined) return { by: { endpoint: endpoint.id, id } };
  const why = endpoint === undefined ? `there is no endpoint ${provider}` : `${provider} names no model; say one in model`;
  say('warning', at(entry, 'provider')!, `has no effect: ${why}. The model of the chat writes`);
  return {};
}

function settingsOf(entry: Entry | undefined, say: Say): Pick<SummaryRules, 'settings'> {
  if (entry?.kind !== 'map') return {};
  const { settings, refused } = readLibreChatSettings(plain(entry) as Record<string, unknown>);
  for (const key of refused) say('error', at(entry, key) ?? entry, `is not a value of ${key}`);
  // The words of the request are not a setting, and its length is `maxSummaryTokens`.
  const { instructions: _, maxOutputTokens: __, ...rest } = settings;
  return Object.keys(rest).length === 0 ? {} : { settings: rest };
}

/** What a checked file says under `summarization`. */
export function readSummaryRules(root: Entry, endpoints: readonly EndpointConfig[], say: Say): SummaryRules {
  const entry = at(root, 'summarization');
  const keep = at(entry, 'retainRecent');
  const [prompt, updatePrompt, maxTokens] = [textAt(entry, 'prompt'), textAt(entry, 'updatePrompt'), numberAt(entry, 'maxSummaryTokens')];
  const [reserve, turns, tokens] = [numberAt(entry, 'reserveRatio'), numberAt(keep, 'turns'), numberAt(keep, 'tokens')];
  return {
    enabled: flagAt(entry, 'enabled') ?? true,
    ...writerOf(entry, endpoints, say),
    ...settingsOf(at(entry, 'parameters'), say),
    ...(prompt ? { prompt } : {}),
    ...(updatePrompt ? { updatePrompt } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(reserve === undefined ? {} : { reserve }),
    ...triggerOf(at(entry, 'trigger'), say),
    ...(keep === undefined ? {} : { keep: { ...(turns === undefined ? {} : { turns }), ...(tokens === undefined ? {} : { tokens }) } }),
  };
}
