import { uuidv7 } from '@parley/chat-core';
import { probeSchema, type Endpoint, type ModelCapabilities, type ModelRef, type Probe } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { Bus } from '../../realtime/ports.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { DecisionStore } from '../../storage/ports/usage.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import { callModel } from '../usage/call-model.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { ModelEntries } from './model-facts.ts';
import { nameProbes } from './name-probes.ts';
import { probeModel, type ProbeStream } from './probe-model.ts';

interface ProbeDependencies {
  readonly decisions: DecisionStore;
  readonly resolveModel: ResolveModel;
  readonly listEndpoints: (scope: Scope) => Promise<Endpoint[]>;
  /** Of nobody: for whom the server's keys alone count. */
  readonly operator: Scope;
  readonly ledger: Ledger;
  /** Whose usage the operator's questions are: an administrator; null before anybody has an account. */
  readonly payer: () => Promise<Scope | null>;
  readonly bus: Bus;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What was found out about models by asking them, kept for all nodes. */
export interface ProbeService extends Disposable {
  /** Asks a model, with the keys of this person or the server, and keeps what was found. Its calls are this person's usage. Throws as `resolveModel` does and `budget.exceeded`. */
  probe(scope: Scope, ref: ModelRef, signal: AbortSignal): Promise<Probe>;
  /** What is kept, by endpoint and model. */
  list(): Promise<Probe[]>;
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
  ledger,
  payer,
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

  /** Each call goes through the books of whoever pays; nobody has any before the first account is made. */
  async function streamFor(scope: Scope, paying: Scope | null, ref: ModelRef): Promise<ProbeStream> {
    const model = await resolveModel(scope, ref);
    if (paying === null) return (call, signal) => model.provider.stream(call, signal);
    const id = uuidv7();
    let attempt = 0;
    return (call, signal) => {
      attempt += 1;
      const of = { turnId: null, conversationId: null, attempt };
      const origin = { ...of, id: `${id}/${attempt}`, kind: 'probe' as const, endpoint: ref.endpoint };
      return callModel({ ledger, scope: paying, origin, model, call, signal, now });
    };
  }

  async function probe(scope: Scope, paying: Scope | null, ref: ModelRef, signal: AbortSignal): Promise<Probe> {
    const findings = await probeModel(await streamFor(scope, paying, ref), ref.id, signal);
    const found: Probe = { endpoint: ref.endpoint, model: ref.id, at: now(), findings };
    await decisions.putDecision(kind, `${ref.endpoint}/${ref.id}`, found, now());
    await load();
    bus.publish(topic, { kind: 'probed' });
    bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'endpoints' } });
    return found;
  }

  return {
    probe: (scope, ref, signal) => probe(scope, scope, ref, signal),
    list: async () => (await decisions.listDecisions(kind)).flatMap(({ value }) => probeSchema.safeParse(value).data ?? []),
    async probeNamed(name, signal) {
      const found: Probe[] = [];
      const paying = await payer();
      for (const ref of nameProbes(await listEndpoints(operator), name)) found.push(await probe(operator, paying, ref, signal));
      return found;
    },
    entries: () => known,
    load,
    [Symbol.dispose]: unsubscribe,
  };
}
