import { performance } from 'node:perf_hooks';
import { Counter, Histogram, type Registry } from 'prom-client';

/** What the metrics need of a running turn's watch. */
interface Pieces {
  readonly pieces: number;
}

/** One running turn as it is counted. */
export interface TurnMeter {
  resolved(endpoint: string): void;
  firstPiece(): void;
  /** The code of what went wrong in an attempt. */
  attemptFailed(code: string): void;
  ended(status: string): void;
}

interface EndpointMeter {
  readonly endpoint: string;
  readonly firstPiece: Histogram.Internal<'endpoint'>;
  readonly silence: Histogram.Internal<'endpoint'>;
  readonly duration: Histogram.Internal<'endpoint'>;
  readonly pieces: Counter.Internal;
}

interface Live {
  readonly watch: Pieces;
  readonly startedAt: number;
  meter: EndpointMeter;
  /** Pieces that were counted already, and when the stream was last seen to move. */
  counted: number;
  movedAt: number;
}

/** How often running streams are looked at: the resolution of silences. */
const lookEvery = 100;
/** More endpoints than an installation has; beyond them all share `other`. */
const endpointsAtMost = 100;
const firstPieceBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
const silenceBuckets = [0.2, 0.5, 1, 2, 5, 10, 30, 60];
const durationBuckets = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];

/**
 * Counts turns and what they stream. Whoever streams only adds to an integer; a timer, which runs while turns do, looks at these integers ten times a
 * second and finds the pieces to count and the streams that stood still.
 */
export function createTurnMetrics(
  registry: Registry,
  now: () => number = () => performance.now(),
): { start(watch: Pieces): TurnMeter; stop(): void } {
  const registers = [registry];
  const labelNames = ['endpoint'] as const;
  const started = new Counter({ name: 'parley_turns_started_total', help: 'Turns that began to run at this node.', registers });
  const ended = new Counter({
    name: 'parley_turns_ended_total',
    help: 'Turns that ended at this node, by endpoint and status; left: another node or a later start ends them.',
    labelNames: ['endpoint', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'parley_turn_duration_seconds',
    help: 'From the start of a turn until its answer is stored.',
    labelNames,
    buckets: durationBuckets,
    registers,
  });
  const failures = new Counter({
    name: 'parley_provider_failures_total',
    help: 'Calls of a provider that failed, by endpoint and error code.',
    labelNames: ['endpoint', 'code'],
    registers,
  });
  const firstPiece = new Histogram({
    name: 'parley_time_to_first_token_seconds',
    help: 'From the start of a turn to the first piece of its answer, by endpoint.',
    labelNames,
    buckets: firstPieceBuckets,
    registers,
  });
  const silence = new Histogram({
    name: 'parley_stream_silence_seconds',
    help: 'Times in which a stream stood still between two pieces, of 200 ms and longer, to the nearest 100 ms.',
    labelNames,
    buckets: silenceBuckets,
    registers,
  });
  const pieces = new Counter({
    name: 'parley_streamed_pieces_total',
    help: 'Pieces of answers (tokens, as providers cut them) that were streamed, by endpoint.',
    labelNames,
    registers,
    collect: () => look(now()),
  });

  const live = new Set<Live>();
  const meters = new Map<string, EndpointMeter>();
  let timer: NodeJS.Timeout | undefined;

  function meterOf(given: string): EndpointMeter {
    const endpoint = meters.has(given) || meters.size < endpointsAtMost ? given : 'other';
    let meter = meters.get(endpoint);
    if (meter === undefined) {
      const children = { firstPiece: firstPiece.labels(endpoint), silence: silence.labels(endpoint), pieces: pieces.labels(endpoint) };
      meter = { endpoint, ...children, duration: duration.labels(endpoint) };
      meters.set(endpoint, meter);
    }
    return meter;
  }

  function count(turn: Live, at: number): void {
    const more = turn.watch.pieces - turn.counted;
    if (more === 0) return;
    const still = at - turn.movedAt;
    if (turn.counted > 0 && still >= 2 * lookEvery) turn.meter.silence.observe(still / 1_000);
    turn.meter.pieces.inc(more);
    turn.counted = turn.watch.pieces;
    turn.movedAt = at;
  }

  function look(at: number): void {
    for (const turn of live) count(turn, at);
  }

  function end(turn: Live, status: string): void {
    const at = now();
    count(turn, at);
    live.delete(turn);
    if (live.size === 0) stop();
    turn.meter.duration.observe((at - turn.startedAt) / 1_000);
    ended.inc({ endpoint: turn.meter.endpoint, status });
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    start(watch) {
      const at = now();
      const turn: Live = { watch, startedAt: at, meter: meterOf('unknown'), counted: 0, movedAt: at };
      live.add(turn);
      timer ??= setInterval(() => look(now()), lookEvery).unref();
      started.inc();
      return {
        resolved: (endpoint) => void (turn.meter = meterOf(endpoint)),
        firstPiece: () => turn.meter.firstPiece.observe((now() - turn.startedAt) / 1_000),
        attemptFailed: (code) => failures.inc({ endpoint: turn.meter.endpoint, code }),
        ended: (status) => end(turn, status),
      };
    },
    stop,
  };
}
