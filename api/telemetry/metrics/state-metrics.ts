import { Counter, Gauge, type Registry } from 'prom-client';

/** What is asked at each scrape, and only then. */
export interface ObservedState {
  readonly build: string;
  turns(): { readonly running: number };
  /** Turns that wait in the storage, of all nodes; absent where the storage cannot say. */
  queuedTurns?(): Promise<number>;
  connections(): { readonly sockets: number; readonly streams: number; readonly topics: number };
  turnLog(): { readonly logs: number; readonly bytes: number; readonly durable: boolean };
  /** Caches by name, each since the start; those that keep no count are left out. */
  caches(): Readonly<Record<string, { readonly hits: number; readonly misses: number; readonly entries?: number } | undefined>>;
}

/** A number that somebody else keeps. */
function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
}

function connectionMetrics(registry: Registry, state: ObservedState): void {
  const open: Gauge<'kind'> = new Gauge({
    name: 'parley_realtime_connections',
    help: 'Readers connected to this node, by kind: socket or stream.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const { sockets, streams } = state.connections();
      open.set({ kind: 'socket' }, sockets);
      open.set({ kind: 'stream' }, streams);
    },
  });
  gauge(registry, 'parley_realtime_topics', 'Topics followed by all readers of this node together.', () => state.connections().topics);
}

function cacheMetrics(registry: Registry, state: ObservedState): void {
  const shared = { labelNames: ['cache'] as const, registers: [registry] };
  const hits: Counter<'cache'> = new Counter({
    ...shared,
    name: 'parley_cache_hits_total',
    help: 'Lookups that a cache could answer, by cache.',
    collect() {
      hits.reset();
      for (const [cache, stats] of Object.entries(state.caches())) if (stats) hits.inc({ cache }, stats.hits);
    },
  });
  const misses: Counter<'cache'> = new Counter({
    ...shared,
    name: 'parley_cache_misses_total',
    help: 'Lookups that a cache could not answer, by cache.',
    collect() {
      misses.reset();
      for (const [cache, stats] of Object.entries(state.caches())) if (stats) misses.inc({ cache }, stats.misses);
    },
  });
  const entries: Gauge<'cache'> = new Gauge({
    ...shared,
    name: 'parley_cache_entries',
    help: 'Values held by a cache of this process, by cache.',
    collect() {
      for (const [cache, stats] of Object.entries(state.caches())) if (stats?.entries !== undefined) entries.set({ cache }, stats.entries);
    },
  });
}

/** Numbers that services and adapters keep anyway: read when Prometheus asks. */
export function createStateMetrics(registry: Registry, state: ObservedState): void {
  const build = new Gauge({
    name: 'parley_build_info',
    help: 'Always 1; the label says which version runs.',
    labelNames: ['build'],
    registers: [registry],
  });
  build.set({ build: state.build }, 1);
  gauge(registry, 'parley_turns_running', 'Turns that run at this node.', () => state.turns().running);
  if (state.queuedTurns) {
    const queued: Gauge = new Gauge({
      name: 'parley_turns_queued',
      help: 'Turns that wait behind another one, of all nodes together.',
      registers: [registry],
      collect: async () => queued.set((await state.queuedTurns?.().catch(() => Number.NaN)) ?? Number.NaN),
    });
  }
  connectionMetrics(registry, state);
  gauge(registry, 'parley_turn_log_logs', 'Turn logs held by this node, finished ones for five minutes.', () => state.turnLog().logs);
  gauge(registry, 'parley_turn_log_bytes', 'Bytes of turn logs in memory.', () => state.turnLog().bytes);
  gauge(registry, 'parley_turn_log_durable', '1 while what running turns append is safe with the death of this node.', () =>
    Number(state.turnLog().durable),
  );
  cacheMetrics(registry, state);
}
