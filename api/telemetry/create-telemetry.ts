import { performance } from 'node:perf_hooks';
import { errorTable } from '@parley/contracts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Telemetry, TurnWatch } from './port.ts';
import { wrapVerbs } from './wrap-verbs.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface TelemetryParts {
  /** Null where nobody reads metrics. */
  readonly metrics: Metrics | null;
  /** Puts fields on every log line of the work and of all that it starts. */
  readonly withFields: <Value>(fields: Fields, work: () => Value) => Value;
}

/** A code of our own table, so that no error of anybody else becomes a label. */
const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(errorTable, code) ? code : 'server.internal';
};

/** One telemetry out of its parts; what is off costs a comparison. */
export function createTelemetry({ metrics, withFields }: TelemetryParts): Telemetry {
  function watchTurn(): TurnWatch {
    let over = false;
    const watch: TurnWatch = {
      pieces: 0,
      firstPiece: () => meter?.firstPiece(),
      resolved: (endpoint) => meter?.resolved(endpoint),
      async attempt(_number, work) {
        try {
          return await work();
        } catch (error) {
          meter?.attemptFailed(codeOf(error));
          throw error;
        }
      },
      settle: (work) => work(),
      ended(status) {
        if (over) return;
        over = true;
        meter?.ended(status);
      },
    };
    const meter = metrics?.turnStarted(watch);
    return watch;
  }

  return {
    request(start, handle) {
      const startedAt = performance.now();
      const ended: Parameters<typeof handle>[0]['ended'] = (end) =>
        metrics?.requestEnded(start.method, end, (performance.now() - startedAt) / 1_000);
      withFields({ requestId: start.requestId }, () => handle({ ended }));
    },
    async turn(turnId, work) {
      const watch = watchTurn();
      try {
        return await withFields({ turnId }, () => work(watch));
      } finally {
        watch.ended('left');
      }
    },
    watchVerbs: (verbs) => (metrics === null ? verbs : wrapVerbs(verbs, metrics.beginVerb)),
    slowReader: () => metrics?.slowReader(),
    [Symbol.asyncDispose]: async () => metrics?.stop(),
  };
}
