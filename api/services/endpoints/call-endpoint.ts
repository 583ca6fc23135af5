import type { ModelRef } from '@parley/contracts';
import type { CallRules, EndpointAccess, EndpointConfig, ModelProvider } from '../../providers/port.ts';
import type { EndpointContext } from './endpoint-context.ts';
import { createGate, type Gate } from './gate.ts';
import type { HeaderValues } from './fill-headers.ts';
import { guardProvider } from './guard-provider.ts';
import { openProvider } from './open-provider.ts';

/** How an endpoint is called: what its configuration says, else what holds for all. */
export const callRules = (context: EndpointContext, endpoint: EndpointConfig): CallRules => ({ ...context.calls, ...endpoint.calls });

/** The endpoint's gate on this node. Its rules are those of now, which a changed configuration may have replaced. */
function gateOf(context: EndpointContext, { id, name }: EndpointConfig, { concurrent, waiting, firstTokenMs }: CallRules): Gate | null {
  const gate = context.gates.get(id);
  if (gate === undefined && concurrent === 0) return null;
  const rules = { most: concurrent, waiting, patience: firstTokenMs, name };
  if (gate === undefined) {
    const made = createGate(rules);
    context.gates.set(id, made);
    return made;
  }
  gate.change(rules);
  return gate;
}

/**
 * An adapter for one person at an endpoint, held to the endpoint's rules. A server of the person's own is not counted at the gate: however slow it is,
 * nobody else waits for it.
 */
export function callEndpoint(
  context: EndpointContext,
  endpoint: EndpointConfig,
  access: EndpointAccess,
  user: HeaderValues = {},
): ModelProvider {
  const rules = callRules(context, endpoint);
  const patience = { connectMs: rules.connectMs, firstByteMs: rules.firstTokenMs, silenceMs: rules.silenceMs };
  const provider = openProvider(context.registry, endpoint, { ...access, patience }, user);
  const gate = access.trust === 'person' ? null : gateOf(context, endpoint, rules);
  return guardProvider(provider, { gate, firstTokenMs: rules.firstTokenMs, name: endpoint.name });
}

/** Whom to ask in place of a model, in the operator's order. */
export const fallbacksFor = ({ id, fallbacks = [] }: EndpointConfig, model: string): ModelRef[] =>
  fallbacks
    .filter((fallback) => fallback.for === undefined || fallback.for.includes(model))
    .map((fallback) => ({ endpoint: fallback.endpoint, id: fallback.model }))
    .filter((ref) => ref.endpoint !== id || ref.id !== model);
