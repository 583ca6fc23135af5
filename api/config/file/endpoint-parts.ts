import { headerPlaceholders } from '@parley/contracts';
import type { EndpointConfig, RequestEdits } from '../../providers/port.ts';
import type { Entry, Finding } from './check-tree.ts';
import { at, flagAt, itemsAt, plain, textAt } from './entry.ts';

/** LibreChat's word for a key, or an address, that every person brings themselves. */
export const broughtByPeople = 'user_provided';

/** Takes what the schema cannot know. */
export type Say = (level: Finding['level'], entry: Entry, message: string) => void;
type Titles = Pick<EndpointConfig, 'modelTitles' | 'titles'> & { readonly titleModel?: string | null };

/** What is set on the endpoint itself, else for all. */
export function titlesOf(...entries: readonly (Entry | undefined)[]): Titles {
  const convo = entries.map((entry) => flagAt(entry, 'titleConvo')).find((value) => value !== undefined);
  const model = entries.map((entry) => textAt(entry, 'titleModel')).find((value) => value !== undefined);
  const first = (key: string): string | undefined =>
    entries.map((entry) => textAt(entry, key)).find((value) => value !== undefined && value !== '');
  const [prompt, template, endpoint, method, timing] = [
    first('titlePrompt'),
    first('titlePromptTemplate'),
    first('titleEndpoint'),
    first('titleMethod'),
    first('titleTiming'),
  ];
  const titles = {
    ...(prompt === undefined ? {} : { prompt }),
    ...(template === undefined ? {} : { template }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(method === 'structured' || method === 'functions' ? { structured: true as const } : {}),
    ...(timing === 'immediate' ? { timing: 'immediate' as const } : {}),
  };
  return {
    ...(convo === undefined ? {} : { modelTitles: convo }),
    ...(model === undefined ? {} : { titleModel: model === 'current_model' ? null : model }),
    ...(Object.keys(titles).length === 0 ? {} : { titles }),
  };
}

/** Whether, and by which model, its chats are summarised, where that is not as for all. */
export function summariesOf(entry: Entry | undefined): Pick<EndpointConfig, 'summaries'> {
  const [enabled, model] = [flagAt(entry, 'summarize'), textAt(entry, 'summaryModel')];
  if (enabled === undefined && !model) return {};
  return {
    summaries: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(model ? { model: model === 'current_model' ? null : model } : {}),
    },
  };
}

/** The first placeholder of a text that nothing is filled in for; undefined: there is none. */
function unknownPlaceholder(text: string): string | undefined {
  const known: readonly string[] = headerPlaceholders;
  // What is opened and not closed is none that could be filled in either.
  return text.match(/\{\{[^}]*\}?\}?/g)?.find((found) => !known.includes(/^\{\{\s*(\w+)\s*\}\}$/.exec(found)?.[1] ?? ''));
}

/** Only what can stand in a header; one that needs what Parley does not put in is left out, and said. */
export function headersOf(entry: Entry | undefined, say: Say, key = 'headers'): Record<string, string> | undefined {
  const headers = at(entry, key);
  if (headers?.kind !== 'map') return undefined;
  const kept: [string, string][] = [];
  for (const [name, value] of headers.entries) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value.value))
      say('error', value, 'cannot be sent as a header');
    else {
      const unknown = unknownPlaceholder(value.value);
      if (unknown === undefined) kept.push([name, value.value]);
      else say('warning', value, `nothing is filled in for ${unknown}; the header is not sent`);
    }
  }
  return Object.fromEntries(kept);
}

const kept = ['model', 'messages', 'stream'];

/** Whether OpenAI's Responses are to be spoken, in Parley's words or in LibreChat's. */
export const speaksResponses = (entry: Entry | undefined): boolean =>
  textAt(entry, 'api') === 'responses' ||
  (textAt(entry, 'api') === undefined && flagAt(at(entry, 'addParams'), 'useResponsesApi') === true);

/** What is put into a request's body and left out of it; what Parley itself needs stays, and is said. */
export function editsOf(entry: Entry, say: Say): RequestEdits | undefined {
  const [add, drop] = [at(entry, 'addParams'), at(entry, 'dropParams')];
  if (add === undefined && drop === undefined) return undefined;
  const added: [string, unknown][] = [];
  if (add?.kind === 'map') {
    for (const [name, value] of add.entries) {
      if (kept.includes(name)) say('warning', value, `has no effect: ${name} stays as Parley sends it`);
      // LibreChat's switch: nothing that a server knows (`speaksResponses`).
      else if (name !== 'useResponsesApi') added.push([name, plain(value)]);
    }
  }
  const dropped = itemsAt(entry, 'dropParams').flatMap((item) => {
    const name = String(plain(item));
    if (kept.includes(name)) say('warning', item, `has no effect: ${name} stays as Parley sends it`);
    return kept.includes(name) ? [] : [name];
  });
  return { add: Object.fromEntries(added), drop: dropped };
}
