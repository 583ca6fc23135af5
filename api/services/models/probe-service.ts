import type { ModelCapabilities, ModelRef, Probe } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { Bus } from '../../realtime/ports.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { DecisionStore } from '../../storage/ports/usage.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import type { ModelEntries } from './model-facts.ts';
import { probeModel } from './probe-model.ts';

interface ProbeDependencies {
  readonly decisions: DecisionStore;
  readonly resolveModel: ResolveModel;
  readonly bus: Bus;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What was found out about models by asking them, kept for all nodes. */
export interface ProbeService extends Disposable {
  /** Asks a model, with the keys of this person or the server, and keeps what was found. Throws as `resolveModel` does. */
  probe(scope: Scope, ref: ModelRef, signal: AbortSignal): Promise<Probe>;
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

export function createProbeService({ decisions, resolveModel, bus, now, logger }: ProbeDependencies): ProbeService {
  let known: ModelEntries = {};

  async function load(): Promise<void> {
    const rows = await decisions.listDecisions(kind);
    known = Object.fromEntries(rows.map(({ id, value }) => [id, { capabilities: capabilitiesOf(value as Probe) }]));
  }

  const unsubscribe = bus.subscribe(topic, () => {
    load().catch((error: unknown) => logger.warn({ reason: String(error) }, 'What was found out about models could not be read.'));
  });

  return {
    async probe(scope, ref, signal) {
      const { provider, model } = await resolveModel(scope, ref);
      const probe: Probe = { endpoint: ref.endpoint, model: ref.id, at: now(), findings: await probeModel(provider, model, signal) };
      await decisions.putDecision(kind, `${ref.endpoint}/${ref.id}`, probe, now());
      await load();
      bus.publish(topic, { kind: 'probed' });
      bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } });
      return probe;
    },
    entries: () => known,
    load,
    [Symbol.dispose]: unsubscribe,
  };
}
