import type { Request, RequestHandler, Response } from 'express';
import { RequestError, type HelloFrame, type RouteDeclaration } from '@parley/contracts';
import { addressGroup, plainAddress } from '../policies/address-group.ts';
import { mayCall } from '../policies/may-call.ts';
import { scopeOfActor } from '../policies/scope.ts';
import type { Implementation, RouteRequest } from '../routes/implement.ts';
import type { Services } from '../services/services.ts';
import { bearerToken, type Authenticator } from './authenticate.ts';
import type { RefuseOrigin } from './check-origin.ts';
import type { CheckOutput } from './check-output.ts';
import type { LimitRate } from './limit-rate.ts';
import { parseInput } from './parse-input.ts';
import { carriesBody, readJson } from './read-json.ts';
import { readUpload } from './read-upload.ts';
import { refreshCookie } from './refresh-cookie.ts';
import { requestIdOf } from './request-id.ts';
import { sendFile, type FileAnswer } from './send-file.ts';

export interface GuardNeeds {
  readonly services: Services;
  readonly authenticator: Authenticator;
  readonly limitRate: LimitRate;
  readonly checkOutput: CheckOutput;
  readonly refuseOrigin: RefuseOrigin;
  readonly secureCookies: boolean;
  /** Answers a hello with an event stream. */
  readonly openStream: (hello: HelloFrame, response: Response) => Promise<void>;
}

/** The peer behind the trusted proxies; what a proxy passed on that is no address counts as the proxy's own. */
const addressOf = (request: Request): string => plainAddress(request.ip) ?? plainAddress(request.socket.remoteAddress) ?? 'unknown';

/** Every answer ends in `close`, so the reason is made once: the one `abort` makes for itself carries a stack. */
const closed = new Error('The client has gone away.');

/** Who calls, once every door before the handler has let them through. */
async function admit(needs: GuardNeeds, route: RouteDeclaration, request: Request, response: Response): Promise<RouteRequest> {
  const address = addressOf(request);
  await needs.limitRate('address', route.rate, addressGroup(address));
  const isPublic = route.policy === 'public';
  // What acts on a cookie, or before anyone is known, must come from our own page.
  if (isPublic && request.method !== 'GET') {
    const refusal = needs.refuseOrigin(request.headers.origin, request.headers.host);
    if (refusal !== null) throw new RequestError(refusal);
  }
  const actor = isPublic ? null : (await needs.authenticator.authenticate(bearerToken(request.headers.authorization))).actor;
  if (!mayCall(route.policy, actor)) throw new RequestError('auth.forbidden');
  if (actor !== null) await needs.limitRate('account', route.rate, actor.userId);
  const gone = new AbortController();
  response.once('close', () => gone.abort(closed));
  return {
    actor: actor as RouteRequest['actor'],
    scope: (actor === null ? null : scopeOfActor(actor)) as RouteRequest['scope'],
    requestId: requestIdOf(response),
    address,
    upload: null,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    signal: gone.signal,
    refreshCookie: refreshCookie(request, response, needs.secureCookies),
  };
}

function send(response: Response, route: RouteDeclaration, value: unknown): void {
  response.setHeader('Cache-Control', 'no-store');
  if (route.response === 'document') {
    response.status(200).type('html').send(value);
    return;
  }
  if (route.response === null) {
    response.status(route.status ?? 204).end();
    return;
  }
  response.status(route.status ?? 200).json(value);
}

/**
 * The one guard: rate, caller, policy, input, handler, output, in this order, so that nobody unknown costs more than a header. Validates both
 * directions against the route's declaration.
 */
export function guard(needs: GuardNeeds, { route, handle }: Implementation): RequestHandler {
  return async (request, response) => {
    const caller = await admit(needs, route, request, response);
    const upload = route.upload === true ? readUpload(request) : null;
    const body = upload !== null || (route.body === undefined && !carriesBody(request)) ? undefined : await readJson(request);
    const query = request.url.includes('?') ? request.query : {};
    const input = parseInput(route, { params: request.params, query, body });
    if (route.response === 'stream') return needs.openStream(input.body as HelloFrame, response);
    const value: unknown = await handle(needs.services, input as never, upload === null ? caller : { ...caller, upload });
    if (route.response === 'file') return sendFile(request, response, value as FileAnswer);
    needs.checkOutput(route, value);
    send(response, route, value);
  };
}
