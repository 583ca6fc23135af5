import { performance } from 'node:perf_hooks';
import { errorTable, RequestError } from '@parley/contracts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { RequestEnd, Telemetry, TurnWatch } from './port.ts';
import type { OpenSpan, Tracing } from './tracing/tracing.ts';
import { wrapVerbs, type BeginVerb } from './wrap-verbs.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Any other is somebody's invention, and no name for a span. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export interface TelemetryParts {
  /** Null where nobody reads metrics. */
  readonly metrics: Metrics | null;
  /** Null where nobody reads traces. */
  readonly tracing: Tracing | null;
  /** Puts fields on every log line of the work and of all that it starts. */
  readonly withFields: <Value>(fields: Fields, work: () => Value) => Value;
}

/** A code of our own table, so that no error of anybody else becomes a label. */
const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined | null)?.code;
  return typeof code === 'string' && Object.hasOwn(errorTable, code) ? code : 'server.internal';
};

/** A verb that refuses what a person asked for has done its work. */
function verbFailure(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  const code = codeOf(error);
  return error instanceof RequestError && code !== 'server.storage-unavailable' ? undefined : code;
}

/** `work` and what it starts are inside the span, and its end is the span's. */
async function during<Value>(span: OpenSpan | undefined, work: () => Promise<Value>): Promise<Value> {
  if (span === undefined) return work();
  try {
    const value = await span.within(work);
    span.end();
    return value;
  } catch (error) {
    span.end(codeOf(error));
    throw error;
  }
}

function endRequest(span: OpenSpan, method: string, { route, status, streamed }: RequestEnd): void {
  const known = methods.has(method) ? method : 'other';
  span.rename(`${known} ${route ?? 'none'}`);
  span.set({
    'http.request.method': known,
    'http.route': route ?? 'none',
    'http.response.status_code': status,
    'parley.streamed': streamed,
  });
  span.end(status >= 500 ? String(status) : undefined);
}

/** One telemetry out of its parts; what is off costs a comparison. */
export function createTelemetry({ metrics, tracing, withFields }: TelemetryParts): Telemetry {
  function watchTurn(span: OpenSpan | undefined): TurnWatch {
    const startedAt = performance.now();
    let over = false;
    const watch: TurnWatch = {
      pieces: 0,
      firstPiece() {
        meter?.firstPiece();
        span?.set({ 'parley.turn.first_piece_ms': Math.round(performance.now() - startedAt) });
      },
      resolved(endpoint) {
        meter?.resolved(endpoint);
        span?.set({ 'parley.endpoint': endpoint });
      },
      async attempt(number, work) {
        const part = tracing?.part('provider attempt', 'call');
        part?.set({ 'parley.attempt': number });
        try {
          return await during(part, work);
        } catch (error) {
          meter?.attemptFailed(codeOf(error));
          throw error;
        }
      },
      settle: (work) => during(tracing?.part('settle', 'internal'), work),
      ended(status) {
        if (over) return;
        over = true;
        meter?.ended(status);
        span?.set({ 'parley.turn.status': status, 'parley.turn.pieces': watch.pieces });
        if (status === 'failed') span?.fail(status);
      },
    };
    const meter = metrics?.turnStarted(watch);
    return watch;
  }

  function inside<Value>(span: OpenSpan | undefined, fields: Fields, work: () => Value): Value {
    if (span === undefined) return withFields(fields, work);
    const { traceId } = span;
    return span.within(() => withFields(traceId === undefined ? fields : { ...fields, traceId }, work));
  }

  function beginVerb(verb: string): ReturnType<BeginVerb> {
    const counted = metrics?.beginVerb(verb);
    const span = tracing?.part(`storage ${verb}`, 'call');
    span?.set({ 'db.operation.name': verb });
    return (error) => {
      counted?.(error);
      span?.end(verbFailure(error));
    };
  }

  return {
    request(start, handle) {
      const startedAt = performance.now();
      const span = tracing?.request(start.traceparent);
      span?.set({ 'parley.request_id': start.requestId });
      const ended: Parameters<typeof handle>[0]['ended'] = (end) => {
        metrics?.requestEnded(start.method, end, (performance.now() - startedAt) / 1_000);
        if (span !== undefined) endRequest(span, start.method, end);
      };
      inside(span, { requestId: start.requestId }, () => handle({ ended }));
    },
    async turn(turnId, work) {
      const span = tracing?.turn();
      span?.set({ 'parley.turn.id': turnId });
      const watch = watchTurn(span);
      try {
        return await inside(span, { turnId }, () => work(watch));
      } finally {
        watch.ended('left');
        span?.end();
      }
    },
    watchVerbs: (verbs) => (metrics === null && tracing === null ? verbs : wrapVerbs(verbs, beginVerb)),
    slowReader: () => metrics?.slowReader(),
    traceparent: () => tracing?.traceparent(),
    async [Symbol.asyncDispose]() {
      metrics?.stop();
      await tracing?.[Symbol.asyncDispose]();
    },
  };
}
