import type { V1RouteDeclaration } from '@parley/contracts/v1';
import type { Response } from 'express';
import type { z } from 'zod';
import type { Services } from '../../services/services.ts';
import type { Scope } from '../../storage/ports/scope.ts';

/** What a handler of `/v1` may know of a call. */
export interface V1Call<Route extends V1RouteDeclaration> {
  readonly body: Route extends { readonly body: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
  /** The name in the path of `/v1/models/…`. */
  readonly model: string;
  /** What follows the path, as it was sent. */
  readonly query: unknown;
  /** Anthropic's words were asked for. */
  readonly anthropic: boolean;
  readonly scope: Scope;
  readonly requestId: string;
  /** Aborted when the client goes away, and when it reads too slowly. */
  readonly signal: AbortSignal;
  /** Aborts `signal`. */
  readonly abort: () => void;
  readonly response: Response;
}

/** A route with what answers it: it writes to the response itself, or throws before it has written anything. */
export interface V1Implementation {
  readonly route: V1RouteDeclaration;
  readonly handle: (services: Services, call: V1Call<V1RouteDeclaration>) => Promise<void>;
}

export function implementV1<Route extends V1RouteDeclaration>(
  route: Route,
  handle: (services: Services, call: V1Call<Route>) => Promise<void>,
): V1Implementation {
  return { route, handle: handle as unknown as V1Implementation['handle'] };
}
