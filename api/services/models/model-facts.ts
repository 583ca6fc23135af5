import type { FactsSource, ModelCapabilities, ModelEntry, ModelInfo, ModelPrices } from '@parley/contracts';
import type { EndpointConfig } from '../../providers/port.ts';
import { findBundled } from './find-bundled.ts';

/** What is taken for true of a model: each figure from the strongest source that has it. */
export interface ModelFacts {
  /** What the model holds, its answer included. */
  readonly contextTokens?: number;
  /** The longest answer it gives. */
  readonly outputTokens?: number;
  readonly capabilities: ModelCapabilities;
  /** US dollars per million tokens; absent: not known. */
  readonly prices?: ModelPrices;
  /** Nobody said how much it holds: `contextTokens` is an assumption, which people are told. */
  readonly assumed: boolean;
  readonly source: FactsSource;
}

/** Said in two places by hand: by model, or by `endpoint/model` for one endpoint alone. Names as the endpoint gives them. */
export type ModelEntries = Readonly<Record<string, ModelEntry>>;

export interface FactSources {
  /** The operator's, in the configuration file. */
  readonly configured: ModelEntries;
  /** The administrator's, kept in the store. */
  readonly overridden: ModelEntries;
  /** What models showed when they were asked. */
  readonly probed?: ModelEntries;
}

/** Of a model that nobody knows. */
export const assumedFacts = (): ModelFacts => ({ contextTokens: assumedContextTokens, capabilities: {}, assumed: true, source: 'assumed' });

const nothing: ModelPrices = { input: 0, output: 0 };

/** What a model that nobody knows is taken to hold: most of those in use today hold as much. */
export const assumedContextTokens = 128_000;

function entryOf(entries: ModelEntries, endpointId: string, model: string): ModelEntry | undefined {
  const name = `${endpointId}/${model}`;
  if (Object.hasOwn(entries, name)) return entries[name];
  return Object.hasOwn(entries, model) ? entries[model] : undefined;
}

/**
 * The facts of one model: what the configuration says comes before the administrator's words, those before the endpoint's own list (`listed`), that before
 * what this version brings along; then what is assumed. Known to nobody, a model works all the same.
 */
export function modelFacts(
  sources: FactSources,
  endpoint: Pick<EndpointConfig, 'id' | 'baseUrl' | 'free'> & { readonly tokenConfig?: ModelEntries },
  model: string,
  listed?: Omit<ModelInfo, 'id' | 'name'>,
): ModelFacts {
  const { id, baseUrl } = endpoint;
  const found: readonly (readonly [FactsSource, ModelEntry | undefined])[] = [
    ['configuration', entryOf(endpoint.tokenConfig ?? {}, id, model) ?? entryOf(sources.configured, id, model)],
    ['administrator', entryOf(sources.overridden, id, model)],
    ['endpoint', entryOf(sources.probed ?? {}, id, model)],
    ['endpoint', listed],
    ['bundled', findBundled({ endpointId: id, baseUrl }, model)],
  ];
  const first = <Key extends keyof ModelEntry>(key: Key): ModelEntry[Key] =>
    found.find(([, entry]) => entry?.[key] !== undefined)?.[1]?.[key];
  const contextTokens = first('contextTokens');
  const outputTokens = first('outputTokens');
  const prices = first('prices') ?? (endpoint.free ? nothing : undefined);
  const known = found.find(([, entry]) => entry && (entry.contextTokens ?? entry.outputTokens ?? entry.capabilities ?? entry.prices));
  return {
    contextTokens: contextTokens ?? assumedContextTokens,
    ...(outputTokens === undefined ? {} : { outputTokens }),
    capabilities: Object.assign({}, ...found.map(([, entry]) => entry?.capabilities ?? {}).toReversed()) as ModelCapabilities,
    ...(prices === undefined ? {} : { prices }),
    assumed: contextTokens === undefined,
    source: known?.[0] ?? 'assumed',
  };
}
