import type { CallRules, EndpointConfig, Fallback } from '../../providers/port.ts';
import type { Entry } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { at, itemsAt, numberAt, textAt, wordOf } from './entry.ts';

/** What is gathered longer than this would be lost with a process that is killed. */
const longestRate = 50;

/** Finds the entry of an endpoint: that of its name among the custom ones, the first of them, else that of its id. */
function entriesOf(endpoints: Entry): (endpoint: EndpointConfig) => Entry | undefined {
  const named = itemsAt(endpoints, 'custom').map((entry) => [textAt(entry, 'name')?.toLowerCase(), entry] as const);
  const custom = new Map(named.toReversed());
  return ({ id }) => custom.get(id.toLowerCase()) ?? at(endpoints, id);
}

/** What the file says, on the endpoint itself, else for all. */
function callsOf(entry: Entry | undefined, all: Entry | undefined): Partial<CallRules> {
  const own = (...path: readonly [string] | readonly [string, string]): number | undefined =>
    [entry, all]
      .map((from) => (path.length === 1 ? numberAt(from, path[0]) : numberAt(at(from, path[0]), path[1])))
      .find((value) => value !== undefined);
  const times = (name: string): number | undefined => {
    const seconds = own('timeouts', name);
    return seconds === undefined ? undefined : seconds * 1_000;
  };
  const rate = own('streamRate');
  const rules = {
    retries: own('retries'),
    connectMs: times('connect'),
    firstTokenMs: times('firstToken'),
    silenceMs: times('silence'),
    concurrent: own('concurrency', 'limit'),
    waiting: own('concurrency', 'queue'),
    streamRateMs: rate === undefined ? undefined : Math.min(rate, longestRate),
  };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

/** Whom to ask in its place. One that leads nowhere is an error: it would be found out on the worst of days. */
function fallbacksOf(entry: Entry | undefined, endpoint: EndpointConfig, all: readonly EndpointConfig[], say: Say): Fallback[] {
  return itemsAt(entry, 'fallbacks').flatMap((item) => {
    const model = textAt(item, 'model');
    if (model === undefined) return [];
    const name = textAt(item, 'endpoint') ?? endpoint.id;
    const target = all.find(({ id }) => id.toLowerCase() === name.toLowerCase());
    if (target === undefined) {
      say('error', at(item, 'endpoint') ?? item, `no endpoint has this name; there are ${all.map(({ id }) => id).join(', ')}`);
      return [];
    }
    const models = itemsAt(item, 'for').flatMap((each) => wordOf(each) ?? []);
    return [{ endpoint: target.id, model, ...(models.length === 0 ? {} : { for: models }) }];
  });
}

/** Puts into each endpoint how the file wants it to be called, and whom to ask in its place. */
export function applyCallRules(list: readonly EndpointConfig[], endpoints: Entry, say: Say): EndpointConfig[] {
  const all = at(endpoints, 'all');
  const entryOf = entriesOf(endpoints);
  return list.map((endpoint) => {
    const entry = entryOf(endpoint);
    const calls = callsOf(entry, all);
    const fallbacks = fallbacksOf(entry, endpoint, list, say);
    return {
      ...endpoint,
      ...(Object.keys(calls).length === 0 ? {} : { calls }),
      ...(fallbacks.length === 0 ? {} : { fallbacks }),
    };
  });
}
