import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One span as OTLP says it in JSON. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

interface Delivery {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: SentSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** A collector of traces that takes OTLP over HTTP in JSON, and keeps what it was sent. */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  /** Bodies as they came. */
  readonly bodies: readonly string[];
  readonly requests: readonly Pick<IncomingMessage, 'url' | 'method' | 'headers'>[];
  /** What it answers from now on. */
  answer(status: number): void;
  deliveries(): readonly Delivery[];
  spans(): readonly SentSpan[];
}

export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const requests: Pick<IncomingMessage, 'url' | 'method' | 'headers'>[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push({ url: request.url, method: request.method, headers: request.headers });
      if (status === 200) bodies.push(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const deliveries = (): Delivery[] => bodies.map((body) => JSON.parse(body) as Delivery);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    requests,
    answer: (given) => void (status = given),
    deliveries,
    spans: () =>
      deliveries().flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A span's attribute; undefined when it has none of that name. */
export function attributeOf(span: Pick<SentSpan, 'attributes'> | undefined, key: string): unknown {
  const value = span?.attributes.find((attribute) => attribute.key === key)?.value;
  return value === undefined ? undefined : Object.values(value)[0];
}
