import type { RouteDeclaration, RouteInput, RouteResponse } from '@parley/contracts';
import { ApiError } from './api-error.ts';
import { queryClient } from './query-client.ts';
import { request, type RequestInput, type RequestOptions } from './request.ts';
import { routes, type Contract } from './routes.ts';
import { getAccessToken } from './session.ts';
import { newTraceparent } from './traceparent.ts';

type Needed<Name extends string, T> = [T] extends [undefined] ? unknown : { readonly [Key in Name]: T };
type Optional<Name extends string, T> = [T] extends [undefined] ? unknown : { readonly [Key in Name]?: Partial<T> | undefined };

type CallInput<Route extends RouteDeclaration> = Needed<'params', RouteInput<Route>['params']> &
  Needed<'body', RouteInput<Route>['body']> &
  Optional<'query', RouteInput<Route>['query']>;

/** A route as a function: what it takes and gives is the contract's. */
type Call<Route extends RouteDeclaration> =
  unknown extends CallInput<Route>
    ? (input?: Record<string, never>, options?: RequestOptions) => Promise<RouteResponse<Route>>
    : (input: CallInput<Route>, options?: RequestOptions) => Promise<RouteResponse<Route>>;

type Api = {
  readonly [Group in keyof Contract]: {
    readonly [Action in keyof Contract[Group]]: Contract[Group][Action] extends RouteDeclaration ? Call<Contract[Group][Action]> : never;
  };
};

/** Paths that are asked without a token. */
const open = /^(get \/(config|health|openapi\.json|docs)|post \/auth\/(register|sign-in|refresh|sign-out))$/;

/** The operator has changed what is to be agreed to since this page was loaded: the page asks as soon as it knows. */
function readTermsAgain(): void {
  for (const key of ['config', 'terms']) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** A request with a token; when the server refuses the token, once more with a fresh one. */
async function signedRequest(line: string, input: RequestInput, options?: RequestOptions): Promise<unknown> {
  const token = await getAccessToken();
  try {
    return await request(line, input, token, options);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'terms.not-accepted') readTermsAgain();
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const fresh = await getAccessToken(token);
    options?.signal?.throwIfAborted();
    return request(line, input, fresh, options);
  }
}

/** Clicks that begin an answer: a trace of it begins there, before a token is waited for. */
const beginsTrace: ReadonlySet<string> = new Set([routes.turns.create, routes.turns.sendNow]);

const call =
  (line: string) =>
  (input: RequestInput = {}, options?: RequestOptions): Promise<unknown> => {
    if (open.test(line)) return request(line, input, undefined, options);
    return signedRequest(line, input, beginsTrace.has(line) ? { ...options, traceparent: newTraceparent() } : options);
  };

/**
 * The server, typed by the contract: `api.conversations.list({ query: { show: 'pinned' } })`. Rejects with ApiError. A request that
 * meets an expired session waits until the person has signed in again and is then sent once more.
 */
export const api = Object.fromEntries(
  Object.entries(routes).map(([group, actions]) => [
    group,
    Object.fromEntries(Object.entries(actions).map(([action, line]) => [action, call(line)])),
  ]),
) as unknown as Api;
