import type { Endpoint, ModelCapabilities, ModelRef, Probe } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { Bus } from '../../realtime/ports.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { DecisionStore } from '../../storage/ports/usage.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import type { ModelEntries } from './model-facts.ts';
import { nameProbes } from './name-probes.ts';
import { probeModel } from './probe-model.ts';

interface ProbeDependencies {
  readonly decisions: DecisionStore;
  readonly resolveModel: ResolveModel;
  readonly listEndpoints: (scope: Scope) => Promise<Endpoint[]>;
  /** Of nobody: for whom the server's keys alone count. */
  readonly operator: Scope;
  readonly bus: Bus;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What was found out about models by asking them, kept for all nodes. */
export interface ProbeService extends Disposable {
  /** Asks a model, with the keys of this person or the server, and keeps what was found. Throws as `resolveModel` does. */
  probe(scope: Scope, ref: ModelRef, signal: AbortSignal): Promise<Probe>;
  /** Asks, for the operator, the models that a name stands for; see `nameProbes`. One after the other. */
  probeNamed(name: string | undefined, signal: AbortSignal): Promise<Probe[]>;
  /** By `endpoint/model`, as far as something is known. */
  entries(): ModelEntries;
  /** Reads what is stored. Until then nothing is known. */
  load(): Promise<void>;
}

const kind = 'probe';
const topic = 'probes';

/** What a probe says of a model; what it left open is not said. */
function capabilitiesOf({ findings: { tools, images, reasoning, json } }: Probe): ModelCapabilities {
  const found = Object.entries({ tools, images, reasoning, json }).filter(([, { result }]) => result !== 'unknown');
  return Object.fromEntries(found.map(([name, { result }]) => [name, result === 'yes']));
}

export function createProbeService({
  decisions,
  resolveModel,
  listEndpoints,
  operator,
  bus,
  now,
  logger,
}: ProbeDependencies): ProbeService {
  let known: ModelEntries = {};

  async function load(): Promise<void> {
    const rows = await decisions.listDecisions(kind);
    known = Object.fromEntries(rows.map(({ id, value }) => [id, { capabilities: capabilitiesOf(value as Probe) }]));
  }

  const unsubscribe = bus.subscribe(topic, () => {
    load().catch((error: unknown) => logger.warn({ reason: String(error) }, 'What was found out about models could not be read.'));
  });

  async function probe(scope: Scope, ref: ModelRef, signal: AbortSignal): Promise<Probe> {
    const { provider, model } = await resolveModel(scope, ref);
    const found: Probe = { endpoint: ref.endpoint, model: ref.id, at: now(), findings: await probeModel(provider, model, signal) };
    await decisions.putDecision(kind, `${ref.endpoint}/${ref.id}`, found, now());
    await load();
    bus.publish(topic, { kind: 'probed' });
    bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } });
    return found;
  }

  return {
    probe,
    async probeNamed(name, signal) {
      const found: Probe[] = [];
      for (const ref of nameProbes(await listEndpoints(operator), name)) found.push(await probe(operator, ref, signal));
      return found;
    },
    entries: () => known,
    load,
    [Symbol.dispose]: unsubscribe,
  };
}
