import type { Account, Grant } from '@parley/contracts';
import { create } from 'zustand';
import { ApiError } from './api-error.ts';
import { request } from './request.ts';
import { routes } from './routes.ts';
import { createSessionTokens } from './session-tokens.ts';
import { readKept, writeKept } from './kept.ts';

/**
 * `unknown` until the server has said whether the cookie is good; `expired` when a session ended while the page was open: the page
 * stays, and a dialog asks to sign in again.
 */
export type SessionStatus = 'unknown' | 'signed-out' | 'signed-in' | 'expired';

interface SessionState {
  readonly status: SessionStatus;
  /** Whose page this is; kept while `expired`. */
  readonly account: Account | undefined;
  /** Why `unknown` lasts: the server could not be asked. */
  readonly failure: ApiError | undefined;
}

/** Who is signed in, for components. */
export const useSession = create<SessionState>(() => ({ status: 'unknown', account: undefined, failure: undefined }));

const hintKey = 'parley.signed-in';
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('parley.session');

const isGrant = (value: unknown): value is Grant => typeof value === 'object' && value !== null && 'accessToken' in value;

async function askForGrant(line: string, body?: unknown): Promise<Grant> {
  const answer = await request(line, body === undefined ? {} : { body }, undefined);
  if (!isGrant(answer)) throw new ApiError('client.unexpected');
  return answer;
}

const tokens = createSessionTokens({
  refresh: () => askForGrant(routes.auth.refresh),
  now: () => performance.now(),
  onGrant: (account) => {
    writeKept(hintKey, '1');
    scheduleRenewal();
    useSession.setState({ status: 'signed-in', account, failure: undefined });
  },
  onRefused: () => {
    const { account } = useSession.getState();
    if (!account) writeKept(hintKey, null);
    useSession.setState({ status: account ? 'expired' : 'signed-out' });
  },
});

let timer: ReturnType<typeof setTimeout> | undefined;

/** Renews in good time, so that the live connection never runs out of a token. */
function scheduleRenewal(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void tokens.get().catch(() => scheduleRenewalSoon()), tokens.untilRenewal() + 500);
}

function scheduleRenewalSoon(): void {
  clearTimeout(timer);
  if (useSession.getState().status === 'signed-in') timer = setTimeout(scheduleRenewal, 15_000);
}

/** Whether this browser was signed in when it was last here: only a hint, for what to draw before the server has answered. */
export const wasSignedIn = (): boolean => readKept(hintKey) === '1';

/** Asks the server whether the cookie is still good. Never rejects: a failure is in the store, `startSession` again retries. */
export async function startSession(): Promise<void> {
  useSession.setState({ failure: undefined });
  await tokens.get().catch((error: unknown) => {
    if (useSession.getState().status !== 'unknown') return;
    useSession.setState({ failure: error instanceof ApiError ? error : new ApiError('client.unexpected', { cause: error }) });
  });
}

/** Signs in; rejects with an ApiError. Another account than the one whose page this is loads the page anew. */
export async function signIn(email: string, password: string): Promise<void> {
  const before = useSession.getState().account;
  const grant = await askForGrant(routes.auth.signIn, { email, password });
  if (before && before.id !== grant.account.id) {
    writeKept(hintKey, '1');
    location.assign('/');
    return;
  }
  tokens.accept(grant);
  channel?.postMessage('signed-in');
}

/** Ends this session on the server and in every tab, and loads the page anew, so that nothing of it stays in memory. Drafts stay. */
export async function signOut(): Promise<void> {
  await request(routes.auth.signOut, {}, undefined);
  leaveSession();
}

/** What `signOut` does in this browser, when the server has ended the session already or another account is wanted. */
export function leaveSession(): void {
  forget();
  channel?.postMessage('signed-out');
  location.assign('/sign-in');
}

function forget(): void {
  tokens.drop();
  clearTimeout(timer);
  writeKept(hintKey, null);
}

/** Changes what is shown of the account, after the server has stored it. */
export const setAccount = (account: Account): void => useSession.setState({ account });

/**
 * A good access token, for requests and for the live connection; another one than `refused`, when a server has just refused it. While
 * the session is expired it waits until the person is back, and rejects when they leave instead.
 */
export async function getAccessToken(refused?: string): Promise<string> {
  if (useSession.getState().status === 'expired') await untilSignedIn();
  try {
    return await (refused === undefined ? tokens.get() : tokens.getOtherThan(refused));
  } catch (error) {
    if (useSession.getState().status !== 'expired') throw error;
    await untilSignedIn();
    return tokens.get();
  }
}

/** Resolves when the person has signed in again; rejects when they left instead. */
function untilSignedIn(): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = useSession.subscribe(({ status }) => {
      if (status === 'expired') return;
      stop();
      if (status === 'signed-in') resolve();
      else reject(new ApiError('auth.required', { status: 401 }));
    });
  });
}

channel?.addEventListener('message', ({ data }) => {
  const { status } = useSession.getState();
  if (data === 'signed-in' && (status === 'expired' || status === 'signed-out')) void startSession();
  if (data === 'signed-out' && status !== 'signed-out') {
    forget();
    location.reload();
  }
});
