import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../config/telemetry.ts';
import { createExporter, deliveryMs, type CollectorLog } from './create-exporter.ts';
import { parseTraceparent } from './parse-traceparent.ts';
import type { OpenSpan, Tracing } from './tracing.ts';

/** What is going on where code runs. */
interface Active {
  readonly span: Span;
  readonly of: 'request' | 'turn';
  ended: boolean;
  /** Parts it may still have: a stream that lives for days must not become a trace without end. */
  partsLeft: number;
}

const partsAtMost = 256;
/** How long a server that stops waits for its last spans to be taken. */
const farewellMs = 2_000;
const longestField = 200;

/**
 * A caller says that it records its trace, and every browser does: that alone must not decide what is recorded here, so the share of the operator is
 * taken of them too. Whoever says that it does not record is believed.
 */
function createSampler(ratio: number): ParentBasedSampler {
  const share = new TraceIdRatioBasedSampler(ratio);
  return new ParentBasedSampler({ root: share, remoteParentSampled: share, remoteParentNotSampled: new AlwaysOffSampler() });
}

function createProvider(config: TracesConfig, build: string, logger: CollectorLog): TracerProvider {
  const processor = new BatchSpanProcessor({ exporter: createExporter(config, logger), exportTimeoutMillis: deliveryMs + 1_000 });
  return new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': config.serviceName, 'service.version': build })),
    sampler: createSampler(config.ratio),
    spanLimits: { attributeValueLengthLimit: longestField },
    spanProcessors: [processor],
  });
}

function callersContext(traceparent: string | undefined): Context {
  const caller = parseTraceparent(traceparent);
  if (caller === undefined) return ROOT_CONTEXT;
  const traceFlags = caller.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: caller.traceId, spanId: caller.spanId, traceFlags, isRemote: true });
}

/** Ends within `ms` whatever becomes of the work; nothing it throws matters to a server that stops. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}

/** Traces by OpenTelemetry's library, delivered in batches. Nothing of its global state is used. */
export function createTracing(config: TracesConfig, build: string, logger: CollectorLog): Tracing {
  const provider = createProvider(config, build, logger);
  const tracer: Tracer = provider.getTracer('parley', build);
  const ambient = new AsyncLocalStorage<Active>();

  function open(of: Active['of'], span: Span): OpenSpan {
    const active: Active = { span, of, ended: false, partsLeft: partsAtMost };
    const fail = (code: string): void => void span.setStatus({ code: SpanStatusCode.ERROR, message: code });
    return {
      traceId: span.isRecording() ? span.spanContext().traceId : undefined,
      within: (work) => ambient.run(active, work),
      set: (fields) => void span.setAttributes(fields),
      rename: (name) => void span.updateName(name),
      fail,
      end(code) {
        if (active.ended) return;
        active.ended = true;
        if (code !== undefined) fail(code);
        span.end();
      },
    };
  }

  /** What is going on and is recorded. What has ended is not going on: timers that were made inside it live on. */
  function recorded(): Active | undefined {
    const around = ambient.getStore();
    return around !== undefined && !around.ended && around.span.isRecording() ? around : undefined;
  }

  return {
    request: (traceparent) => open('request', tracer.startSpan('request', { kind: SpanKind.SERVER }, callersContext(traceparent))),
    turn() {
      const around = ambient.getStore();
      if (around === undefined) return open('turn', tracer.startSpan('turn', {}, ROOT_CONTEXT));
      const { span, of, ended } = around;
      if (of === 'request' && !ended) return open('turn', tracer.startSpan('turn', {}, trace.setSpan(ROOT_CONTEXT, span)));
      return open('turn', tracer.startSpan('turn', { links: [{ context: span.spanContext() }] }, ROOT_CONTEXT));
    },
    part(name, kind) {
      const around = recorded();
      if (around === undefined || around.partsLeft === 0) return undefined;
      around.partsLeft -= 1;
      const spanKind = kind === 'call' ? SpanKind.CLIENT : SpanKind.INTERNAL;
      return open(around.of, tracer.startSpan(name, { kind: spanKind }, trace.setSpan(ROOT_CONTEXT, around.span)));
    },
    traceparent() {
      const around = recorded();
      if (around === undefined) return undefined;
      const { traceId, spanId } = around.span.spanContext();
      return `00-${traceId}-${spanId}-01`;
    },
    [Symbol.asyncDispose]: () => within(farewellMs, provider.shutdown()),
  };
}
