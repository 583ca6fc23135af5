import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** Who may call a route at all. What they may touch is decided by the scope that the policy makes. */
export type PolicyName = 'public' | 'signed-in' | 'administrator';

/** Which budget a call is counted against, by account and by socket address. */
export type RateClass = 'public' | 'auth' | 'read' | 'write' | 'turn' | 'stream';

type Schema = z.ZodType;

/**
 * One HTTP route, declared once. The Express mounting, the validation of both directions, the OpenAPI document, the typed
 * client and the test that walks all routes come from it.
 */
export interface RouteDeclaration {
  /** `resource.action`, also the OpenAPI operation id and the file name in `api/routes/<resource>/<action>.ts`. */
  readonly id: `${string}.${string}`;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Under `/api`, parameters as `:name`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly policy: PolicyName;
  readonly rate: RateClass;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** The body is the content of a file, whatever its type; the handler reads it as it comes. */
  readonly upload?: true;
  /** The JSON answer; `null` for an empty body; `'stream'` for server-sent events; `'document'` for a page; `'file'` for the bytes of a file. */
  readonly response: Schema | null | 'stream' | 'document' | 'file';
  /** Status of success; 200 with a body, 204 without, unless said. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Codes beyond those any route may answer (`commonErrors`). */
  readonly errors: readonly ErrorCode[];
}

/** Codes every route may answer: the doors before the handler give them. */
export const commonErrors = [
  'request.invalid',
  'request.malformed-json',
  'request.too-deep',
  'request.too-large',
  'request.unsupported-media-type',
  'request.rate-limited',
  'server.internal',
  'server.draining',
  'server.storage-unavailable',
] as const satisfies readonly ErrorCode[];

/** Codes every route that is not public may answer. */
export const signedInErrors = ['auth.required', 'auth.expired', 'auth.session-revoked'] as const satisfies readonly ErrorCode[];

/** Declares a route; the literal types are kept so that handlers and the client are typed from it. */
export function defineRoute<const Route extends RouteDeclaration>(route: Route): Route {
  return route;
}

type InputOf<S> = S extends Schema ? z.input<S> : undefined;
type OutputOf<S> = S extends Schema ? z.output<S> : undefined;

/** What the client passes. */
export type RouteInput<Route extends RouteDeclaration> = {
  params: InputOf<Route['params']>;
  query: InputOf<Route['query']>;
  body: InputOf<Route['body']>;
};

/** What the handler receives, parsed. */
export type ParsedInput<Route extends RouteDeclaration> = {
  params: OutputOf<Route['params']>;
  query: OutputOf<Route['query']>;
  body: OutputOf<Route['body']>;
};

/** What the handler returns and the client receives. */
export type RouteResponse<Route extends RouteDeclaration> = Route['response'] extends Schema ? z.output<Route['response']> : undefined;
