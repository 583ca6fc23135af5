import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/port.ts';
import type { EndpointAccess, ModelCall, ModelEvent, ModelProvider } from '../port.ts';

/** One answer of a server that says what it is told to. */
export interface ReplayedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Bytes per write; absent means all at once. */
  readonly split?: number;
}

export interface Replayed {
  readonly events: ModelEvent[];
  readonly error: unknown;
  /** The bodies and paths that were asked, in order. */
  readonly asked: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Record<string, unknown>;
  }[];
}

export interface Replayer extends AsyncDisposable {
  /** Asks the provider once; the server gives `answers` one after the other, the last one again and again. */
  stream(
    answers: ReplayedAnswer | readonly ReplayedAnswer[],
    call?: Partial<ModelCall>,
    access?: Partial<EndpointAccess>,
  ): Promise<Replayed>;
  /** Reads the list of models the same way. */
  models(
    answers: ReplayedAnswer | readonly ReplayedAnswer[],
    access?: Partial<EndpointAccess>,
  ): Promise<{ models: unknown; asked: Replayed['asked'] }>;
}

/** Plays recorded or invented answers to an adapter over real HTTP. `basePath` follows the server's address in its base URL. */
export async function startReplayer(
  create: (options: { egress: Egress; access: EndpointAccess; now: () => number }) => ModelProvider,
  basePath = '',
): Promise<Replayer> {
  let queue: readonly ReplayedAnswer[] = [];
  let asked: Replayed['asked'][number][] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      asked.push({
        path: message.url ?? '',
        headers: message.headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      });
      const answer = queue[Math.min(asked.length, queue.length) - 1];
      if (!answer) return response.destroy();
      response.writeHead(answer.status ?? 200, { 'content-type': 'text/event-stream', ...answer.headers });
      const bytes = Buffer.from(answer.body as string);
      const size = answer.split ?? Math.max(1, bytes.length);
      for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
      return response.end();
    });
  });
  // Longer than a test takes on a busy machine: a connection that is closed just as it is used again would fail an answer.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const egress = createEgress({ allow: [`127.0.0.1:${port}`] });

  const prepare = (answers: ReplayedAnswer | readonly ReplayedAnswer[], access: Partial<EndpointAccess>): ModelProvider => {
    queue = Array.isArray(answers) ? (answers as readonly ReplayedAnswer[]) : [answers as ReplayedAnswer];
    asked = [];
    const baseUrl = `http://127.0.0.1:${port}${basePath}`;
    return create({
      egress,
      access: { baseUrl, key: 'sk-secret-0123456789abcdef', trust: 'operator', ...access },
      now: () => Date.UTC(2026, 0, 1),
    });
  };

  return {
    async stream(answers, call = {}, access = {}) {
      const provider = prepare(answers, access);
      const events: ModelEvent[] = [];
      let error: unknown;
      const full: ModelCall = { model: 'm', messages: [{ role: 'user', parts: [{ type: 'text', id: 'p1', text: 'Hi' }] }], ...call };
      try {
        for await (const event of provider.stream(full, new AbortController().signal)) events.push(event);
      } catch (caught) {
        error = caught;
      }
      return { events, error, asked };
    },
    async models(answers, access = {}) {
      const models = await prepare(answers, access)
        .models(new AbortController().signal)
        .catch((error: unknown) => error);
      return { models, asked };
    },
    async [Symbol.asyncDispose]() {
      await egress[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a stream said in one line a part, for comparing: consecutive deltas joined, ids left out. */
export function tell(events: readonly ModelEvent[]): string[] {
  const lines: string[] = [];
  const open = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'text-start' || event.type === 'reasoning-start')
      open.set(event.part, lines.push(`${event.type.replace('-start', '')}: `) - 1);
    else if (event.type === 'tool-call-start') open.set(event.part, lines.push(`tool ${event.name} ${event.callId}: `) - 1);
    else if ('delta' in event) lines[open.get(event.part) ?? -1] += event.delta;
    else if (event.type === 'reasoning-end' && event.signature !== undefined) lines[open.get(event.part) ?? -1] += ` [${event.signature}]`;
    else if (event.type === 'source')
      lines.push(
        [
          'source',
          event.url,
          event.title,
          event.page === undefined ? undefined : `page ${event.page}`,
          event.quote === undefined ? undefined : `"${event.quote}"`,
        ]
          .filter((word) => word !== undefined)
          .join(' '),
      );
    else if (event.type === 'file') lines.push(`file ${event.mediaType} ${event.base64}`);
    else if (event.type === 'usage') lines.push(`usage ${JSON.stringify(event.usage)}`);
    else if (event.type === 'warning') lines.push(`warning ${event.code}`);
    else if (event.type === 'finish') lines.push(`finish ${event.stopReason}`);
  }
  return lines;
}

/** The messages of the request that was asked as number `index`; empty when there was none. */
export const messagesOf = ({ asked }: Replayed, index: number): readonly { readonly role: string }[] =>
  (asked[index]?.body['messages'] ?? []) as readonly { readonly role: string }[];
