import type { CallSettings, ModelInfo } from '@parley/contracts';
import {
  ProviderError,
  type EndpointAccess,
  type EndpointConfig,
  type ModelCall,
  type ModelEvent,
  type ModelPlace,
  type ModelProvider,
  type ProviderFormat,
} from '../../providers/port.ts';
import type { ProviderRegistry } from '../../providers/registry.ts';
import { fillHeaders, hasPlaceholders, valuesOfCall, type HeaderValues } from './fill-headers.ts';

/** As an iteration that fails at its first step: a stream never throws before. */
const failing = (error: ProviderError): AsyncIterable<ModelEvent> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});

/** A place without a key takes the person's; the operator's key of another place goes to that place alone. */
function accessTo(where: ModelPlace, endpoint: EndpointConfig, access: EndpointAccess): EndpointAccess {
  const { model: _, format: __, key, ...place } = where;
  const own = access.key === endpoint.key ? null : access.key;
  const { patience, trust } = access;
  const { parameters } = endpoint;
  return { ...place, key: key ?? own, ...(patience ? { patience } : {}), ...(parameters ? { parameters } : {}), trust };
}

/**
 * Makes adapters whose headers say who asks, and for which answer, where the operator wants that. What is known of a call comes with it, so that such an
 * adapter is made for each. A list of models is nobody's: everybody is shown it, and none of these headers is sent for it.
 */
function fillingIn(make: (access: EndpointAccess) => ModelProvider, user: HeaderValues): (access: EndpointAccess) => ModelProvider {
  return (access) => {
    const { headers } = access;
    if (headers === undefined || !hasPlaceholders(headers)) return make(access);
    const filled = (values: HeaderValues): ModelProvider => make({ ...access, headers: fillHeaders(headers, values) });
    return {
      models: (signal) => filled({}).models(signal),
      leavesOut: (call) => filled({}).leavesOut?.(call) ?? [],
      stream: (call, signal) => filled({ ...user, ...valuesOfCall(call.origin) }).stream(call, signal),
    };
  };
}

/**
 * The adapter of an endpoint. Where its models have places of their own, it calls each at its place, by the name it has there; a model that has
 * none fails with `provider.model-not-found`. A person's own address has no places: their whole endpoint is there. `user` fills in headers that name
 * who asks.
 */
export function openProvider(
  registry: ProviderRegistry,
  endpoint: EndpointConfig,
  access: EndpointAccess,
  user: HeaderValues = {},
): ModelProvider {
  const provider = openAdapter((format) => fillingIn(registry[format], user), endpoint, access);
  const { defaults } = endpoint;
  if (defaults === undefined || access.trust === 'person') return provider;
  return {
    models: (signal) => provider.models(signal),
    stream: (call, signal) => provider.stream(withDefaults(call, defaults), signal),
    leavesOut: (call) => provider.leavesOut?.(withDefaults(call, defaults)) ?? [],
  };
}

/** What was not set is what the operator set. */
const withDefaults = (call: ModelCall, defaults: CallSettings): ModelCall => {
  const set = Object.entries(call).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(set) as unknown as ModelCall) };
};

function openAdapter(
  adapterFor: (format: ProviderFormat) => (access: EndpointAccess) => ModelProvider,
  endpoint: EndpointConfig,
  access: EndpointAccess,
): ModelProvider {
  const { format, places, name } = endpoint;
  if (places === undefined || access.trust === 'person') return adapterFor(format)(access);
  const placeOf = ({ model }: ModelCall): ModelPlace | undefined => (Object.hasOwn(places, model) ? places[model] : undefined);
  const models: ModelInfo[] = Object.keys(places).map((id) => ({ id, name: id }));
  return {
    models: () => Promise.resolve(models),
    stream(call, signal) {
      const place = placeOf(call);
      if (place === undefined)
        return failing(new ProviderError('provider.model-not-found', `${name} has no model of the name ${call.model} here.`));
      const reached = accessTo(place, endpoint, access);
      if (reached.key === null && endpoint.ownKeys)
        return failing(new ProviderError('provider.key-refused', `${call.model} takes a key of your own for ${name}.`));
      return adapterFor(place.format ?? format)(reached).stream({ ...call, model: place.model }, signal);
    },
    leavesOut(call) {
      const place = placeOf(call);
      if (place === undefined) return [];
      return adapterFor(place.format ?? format)(accessTo(place, endpoint, access)).leavesOut?.({ ...call, model: place.model }) ?? [];
    },
  };
}
