import type { ModelSpecs } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { CallRules, EndpointConfig, ProviderFormat } from '../../providers/port.ts';
import type { ProviderRegistry } from '../../providers/registry.ts';
import type { Bus, Cache } from '../../realtime/ports.ts';
import type { KeyStore } from '../../storage/ports/keys.ts';
import type { UserStore } from '../../storage/ports/users.ts';
import type { FactSources } from '../models/model-facts.ts';
import type { Gate } from './gate.ts';
import type { CachedList } from './model-list.ts';
import type { SecretBox } from './secret-box.ts';

/** A model server that may be running on this machine. */
export interface LocalServer {
  readonly id: string;
  readonly name: string;
  /** Without `/v1`. */
  readonly url: string;
  /** The server's own format, spoken when it answers in it; the rest, and older ones, speak Chat Completions at `/v1`. */
  readonly format?: ProviderFormat;
}

/** What endpoints are made of. */
export interface EndpointDependencies {
  readonly endpoints: readonly EndpointConfig[];
  /** What of them people are offered; null, or absent: everything. */
  readonly modelSpecs?: ModelSpecs | null;
  readonly registry: ProviderRegistry;
  /** How endpoints are called that say nothing else. */
  readonly calls: CallRules;
  readonly keys: KeyStore;
  readonly users: Pick<UserStore, 'getUser'>;
  readonly cache: Cache;
  readonly bus: Bus;
  readonly secretBox: SecretBox;
  readonly localServers: readonly LocalServer[];
  /** What people said of models by hand, as it is now. */
  readonly factSources: () => FactSources;
  /** Lets requests of the operator reach a private `host:port`. */
  readonly allow: (hostPort: string) => void;
  /** Whether a person may name this address: public by its looks. What it resolves to is checked again at every connection. */
  readonly isPublicUrl: (url: string) => boolean;
  readonly now: () => number;
  readonly logger: Logger;
}

/** The dependencies and the little the service remembers, as its files share them. */
export interface EndpointContext extends Omit<EndpointDependencies, 'endpoints' | 'modelSpecs'> {
  /** Replaced when the operator changes the configuration. */
  endpoints: readonly EndpointConfig[];
  modelSpecs: ModelSpecs | null;
  /** Local servers found so far, by id. */
  readonly found: Map<string, EndpointConfig>;
  /** By endpoint, where calls at once are limited. */
  readonly gates: Map<string, Gate>;
  /** Lists being read right now, by cache key. */
  readonly reading: Map<string, Promise<CachedList>>;
}

export const hostPortOf = (url: string): string => {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
};

/** Configured endpoints first, then what was found on this machine. */
export const allEndpoints = (context: EndpointContext): EndpointConfig[] => [...context.endpoints, ...context.found.values()];

/** Every address of the operator's that an endpoint is called at. */
export const addressesOf = ({ baseUrl, places = {}, google, aws }: EndpointConfig): string[] =>
  [
    ...new Set([
      baseUrl,
      ...Object.values(places).map((place) => place.baseUrl),
      ...Object.values(aws?.regions ?? {}),
      google?.vertex?.account.tokenUrl ?? '',
    ]),
  ].filter((url) => url !== '');
