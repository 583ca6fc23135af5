/** The only door to the network. Providers, and later plugins, OIDC and webhooks, receive it and know nothing below it. */
export interface Egress extends AsyncDisposable {
  /**
   * Sends a request and pushes the answer's bytes as they come (undici `dispatch`, no streams in between).
   * Resolves when the body has ended; rejects with `RequestError` (`egress.blocked`, `provider.unreachable`, `provider.timeout`,
   * `provider.cut-off`, `provider.answer-too-large` …) or with the signal's reason. After `signal` aborts, the peer's socket is closed
   * and no handler is called any more.
   */
  stream(request: EgressRequest, handler: EgressHandler): Promise<void>;
  /** Sends a request and collects the answer, up to `maxBytes`; any status resolves. */
  fetch(request: EgressRequest): Promise<EgressResponse>;
  /** Loads what the first request needs, ahead of it. Asking twice does nothing more. */
  warm?(): Promise<void>;
  /** Lets an exact `host:port` be reached although its address is private: discovered local model servers, the operator's own. */
  allow(hostPort: string): void;
}

export interface EgressRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Caps; absent means the value of `limits`. */
  readonly maxBytes?: number;
  readonly connectMs?: number;
  readonly firstByteMs?: number;
  readonly silenceMs?: number;
  readonly totalMs?: number;
  /** Names that a URL may carry beyond public addresses: `operator` also reaches what the operator configured; `person` never does. */
  readonly trust: 'operator' | 'person';
}

export interface EgressHandler {
  /** Final status and headers (lower-case names), after redirects. */
  onHead(status: number, headers: Readonly<Record<string, string>>): void;
  /** Bytes, valid only during the call. */
  onData(chunk: Buffer): void;
}

export interface EgressResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
