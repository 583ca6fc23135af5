import { limits, RequestError } from '@parley/contracts';
import { createByteCollector } from './byte-collector.ts';
import { checkHost, checkUrl, hostPortOf, parseHostPort } from './check-url.ts';
import type { Agents } from './create-agents.ts';
import type { Resolve } from './guarded-connect.ts';
import { locationOf, nextHop } from './next-hop.ts';
import type { Egress, EgressHandler, EgressRequest } from './port.ts';
import { sendHop, type Hop } from './send-hop.ts';

export interface EgressOptions {
  /** Exact `host:port` pairs that requests of the operator may reach although they are private. */
  readonly allow?: readonly string[];
  /** How long making a connection may take. */
  readonly connectMs?: number;
  readonly userAgent?: string;
  /** The `traceparent` header for a request that is sent now. Only places of the operator's are told of traces. */
  readonly traceparent?: () => string | undefined;
  /** Replaces the system's resolver, in tests. */
  readonly resolve?: Resolve;
  /** Where an address that passed is really dialled, in tests: lets a loopback server play a public one. */
  readonly dial?: (address: string) => string;
}

/** What a single request may ask for; a shorter time is counted for each request by itself. */
const longestConnect = 3_600_000;

/** Headers that are the connection's business; a configured one of these would confuse it. */
const ours = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'accept-encoding',
]);

function firstHop(request: EgressRequest, { userAgent = 'Parley', traceparent }: EgressOptions): Hop {
  const headers: Record<string, string> = { 'user-agent': userAgent, 'accept-encoding': 'identity' };
  const trace = request.trust === 'operator' ? traceparent?.() : undefined;
  if (trace !== undefined) headers['traceparent'] = trace;
  for (const [name, value] of Object.entries(request.headers ?? {})) if (!ours.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  return { url: checkUrl(request.url), method: request.method, headers, body: request.body };
}

/**
 * The door to the network. Two pools of connections stand behind it and never mix: one whose connector reaches public addresses alone, for
 * everybody, and one for the operator's allow-list, so that no request of a person can ride on a connection to a private address.
 */
export function createEgress(options: EgressOptions = {}): Egress {
  const { connectMs = limits.providerConnect, resolve, dial } = options;
  const allowed = new Set((options.allow ?? []).map(parseHostPort));
  let loading: Promise<Agents> | undefined;
  let agents: Agents | undefined;

  /** The HTTP client is a hundred modules, which a server that starts need not wait for. */
  async function loadAgents(): Promise<Agents> {
    const { createAgents } = await import('./create-agents.ts');
    return (agents = createAgents({ connectMs: Math.max(connectMs, longestConnect), resolve, dial }));
  }

  async function stream(request: EgressRequest, handler: EgressHandler): Promise<void> {
    const { signal } = request;
    signal.throwIfAborted();
    const caps = {
      maxBytes: request.maxBytes ?? limits.providerResponseBytes,
      connectMs: request.connectMs ?? connectMs,
      firstByteMs: request.firstByteMs ?? limits.providerFirstByte,
      silenceMs: request.silenceMs ?? limits.providerSilence,
      totalMs: request.totalMs ?? limits.providerTotal,
    };
    let trusted = request.trust === 'operator';
    let hop = firstHop(request, options);
    for (let redirects = 0; redirects <= limits.redirects; redirects += 1) {
      const isAllowed = trusted && allowed.has(hostPortOf(hop.url));
      if (!isAllowed) checkHost(hop.url);
      const { allowed: allowedAgent, guarded } = agents ?? (await (loading ??= loadAgents()));
      signal.throwIfAborted();
      let to: { status: number; location: string } | undefined;
      await sendHop(isAllowed ? allowedAgent : guarded, hop, caps, signal, {
        onHead(status, headers) {
          const location = locationOf(status, headers);
          if (location === undefined) handler.onHead(status, headers);
          else to = { status, location };
          return location === undefined;
        },
        onData: (chunk) => handler.onData(chunk),
      });
      if (!to) return;
      const next = nextHop(hop, to.status, to.location);
      // The operator vouched for the place that was configured, not for where it sends us.
      trusted &&= next.sameOrigin;
      hop = next.hop;
    }
    throw new RequestError('egress.too-many-redirects', {
      params: { max: limits.redirects },
      detail: `More than ${limits.redirects} redirects.`,
    });
  }

  return {
    stream,
    async warm() {
      await (loading ??= loadAgents());
    },
    async fetch(request) {
      const body = createByteCollector();
      let status = 0;
      let headers: Readonly<Record<string, string>> = {};
      await stream(
        { ...request, maxBytes: request.maxBytes ?? limits.providerListBytes },
        {
          onHead(head, fields) {
            status = head;
            headers = fields;
          },
          onData: (chunk) => body.push(chunk),
        },
      );
      return { status, headers, body: body.take() };
    },
    allow(hostPort) {
      allowed.add(parseHostPort(hostPort));
    },
    async [Symbol.asyncDispose]() {
      const made = await loading;
      await Promise.all([made?.guarded.destroy(), made?.allowed.destroy()]);
    },
  };
}
