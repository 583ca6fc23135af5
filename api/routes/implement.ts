import type { ParsedInput, PolicyName, RouteDeclaration, RouteResponse } from '@parley/contracts';
import type { UploadBody } from '../middleware/read-upload.ts';
import type { FileAnswer } from '../middleware/send-file.ts';
import type { Services } from '../services/services.ts';
import type { Scope } from '../storage/ports/scope.ts';
import type { Actor } from '../strategies/types.ts';

/** What a handler may know of the request, in plain values: no Express beyond the middleware. */
export interface RouteRequest<Policy extends PolicyName = PolicyName> {
  readonly actor: Policy extends 'public' ? null : Actor;
  /** Made by `policies/` from the actor. */
  readonly scope: Policy extends 'public' ? null : Scope;
  readonly requestId: string;
  /** The peer's address after trusted proxies. */
  readonly address: string;
  readonly userAgent: string;
  /** The body of a route that takes a file; null for all others. */
  readonly upload: UploadBody | null;
  /** Aborted when the client goes away. Never pass it to anything that must finish. */
  readonly signal: AbortSignal;
  /** The refresh token's cookie; its name, flags and path are the middleware's business. */
  readonly refreshCookie: {
    readonly value: string | null;
    set(token: string): void;
    clear(): void;
  };
}

export type RouteHandler<Route extends RouteDeclaration> = (
  services: Services,
  input: ParsedInput<Route>,
  request: RouteRequest<Route['policy']>,
) => Promise<Route['response'] extends 'file' ? FileAnswer : RouteResponse<Route>>;

/** A declared route with what answers it. */
export interface Implementation {
  readonly route: RouteDeclaration;
  readonly handle: RouteHandler<RouteDeclaration>;
}

/**
 * Binds a handler to its declaration. One action, one file: validate and authorize happened before, so a handler calls one
 * service and presents the result.
 */
export function implement<Route extends RouteDeclaration>(route: Route, handle: RouteHandler<Route>): Implementation {
  return { route, handle: handle as unknown as Implementation['handle'] };
}
