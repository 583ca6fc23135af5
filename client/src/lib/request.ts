import { ApiError, readApiError } from './api-error.ts';

export interface RequestInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: unknown;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Lets the request outlive the page; for what is said while leaving. At most 64 KB. */
  readonly keepalive?: boolean;
  /** Tells the server which trace the request is part of. */
  readonly traceparent?: string;
}

/** The address of a route line (`get /conversations/:id`) with its parameters and query filled in. */
export function addressOf(line: string, { params = {}, query = {} }: RequestInput): { method: string; url: string } {
  const [method = 'get', path = '/'] = line.split(' ');
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]])),
  ).toString();
  return { method: method.toUpperCase(), url: `/api${filled}${search === '' ? '' : `?${search}`}` };
}

/**
 * One request, one answer. Resolves with the parsed body (undefined when empty) and rejects with an ApiError, `network.offline`
 * when no answer came; an abort rejects with the signal's own reason.
 */
export async function request(
  line: string,
  input: RequestInput,
  token: string | undefined,
  { traceparent, ...options }: RequestOptions = {},
): Promise<unknown> {
  const { method, url } = addressOf(line, input);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(url, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...options,
  }).catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    throw new ApiError('network.offline', { cause });
  });
  if (!response.ok) throw await readApiError(response);
  return readBody(response, options.signal);
}

async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  const body = await response.text().catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new ApiError('network.interrupted', { cause });
  });
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ApiError('client.unexpected', { status: response.status, cause });
  }
}
