import { beforeEach, expect, test, vi } from 'vitest';
import { api } from './api-client.ts';
import { signIn, useSession } from './session.ts';

/** The network's edge: what the browser would send, and what it is answered, one line per request. A renewal may still come after the last test. */
let sent: string[];
let script: (line: string, init: RequestInit) => Response | Promise<Response>;

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => Response.json(body, { status, headers });
const refusal = (code: string, status: number): Response => json({ error: { code, message: 'no', requestId: 'R1' } }, status);
const account = { id: 'a', email: 'anna@example.org', name: 'Anna', role: 'member', createdAt: 0 };
const grant = (accessToken: string): Response => json({ accessToken, expiresIn: 900_000, account });
const tokenOf = (init: RequestInit): string | null => new Headers(init.headers).get('authorization');

beforeEach(async () => {
  sent = [];
  useSession.setState({ status: 'unknown', account: undefined, failure: undefined });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const line = `${init.method} ${url}`;
    sent.push(line);
    return script(line, init);
  });
  // Every test begins with a session whose token the server knows as `first`.
  script = () => grant('first');
  await signIn('anna@example.org', 'secret');
  sent = [];
});

test('fills parameters, query and body in as the contract says', async () => {
  let body: unknown;
  script = (_, init) => {
    body = init.body;
    return json({ conversations: [], next: null, rev: 1 });
  };
  await api.conversations.list({ query: { show: 'pinned', limit: 2, title: 'a & b' } });
  await api.conversations.update({ params: { id: 'x/y' }, body: { title: 'T' } });
  expect(sent).toEqual(['GET /api/conversations?show=pinned&limit=2&title=a+%26+b', 'PATCH /api/conversations/x%2Fy']);
  expect(body).toBe('{"title":"T"}');
});

test('a refused token is renewed and the request sent once more', async () => {
  script = (line, init) => {
    if (line === 'POST /api/auth/refresh') return grant('second');
    return tokenOf(init) === 'Bearer second' ? json(account) : refusal('auth.expired', 401);
  };
  expect(await api.account.get()).toEqual(account);
  expect(sent).toEqual(['GET /api/account', 'POST /api/auth/refresh', 'GET /api/account']);
});

test('what is refused twice is not tried a third time', async () => {
  script = (line) => (line === 'POST /api/auth/refresh' ? grant(`again ${sent.length}`) : refusal('auth.expired', 401));
  await expect(api.account.get()).rejects.toMatchObject({ code: 'auth.expired', requestId: 'R1' });
  expect(sent.filter((line) => line === 'GET /api/account')).toHaveLength(2);
});

test('an expired session holds the request until the person is back, then sends it once', async () => {
  let ended = true;
  script = (line, init) => {
    if (line === 'POST /api/auth/refresh') return refusal('auth.refresh-refused', 401);
    if (line === 'POST /api/auth/sign-in') {
      ended = false;
      return grant('third');
    }
    return ended || tokenOf(init) !== 'Bearer third' ? refusal('auth.session-revoked', 401) : json(account);
  };
  const pending = api.account.update({ body: { name: 'Anna' } });
  await vi.waitFor(() => expect(useSession.getState().status).toBe('expired'), 10_000);
  expect(useSession.getState().account).toEqual(account);
  await signIn('anna@example.org', 'secret');
  expect(await pending).toEqual(account);
  expect(sent.filter((line) => line === 'PATCH /api/account')).toHaveLength(2);
});

test('leaving instead gives the request up', async () => {
  script = (line) => refusal(line === 'POST /api/auth/refresh' ? 'auth.refresh-refused' : 'auth.session-revoked', 401);
  const pending = api.account.get();
  const seen = expect(pending).rejects.toMatchObject({ code: 'auth.required' });
  await vi.waitFor(() => expect(useSession.getState().status).toBe('expired'), 10_000);
  useSession.setState({ status: 'signed-out' });
  await seen;
});

test('no answer is offline, an abort is an abort, a proxy’s page is no crash', async () => {
  script = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(api.account.get()).rejects.toMatchObject({ code: 'network.offline', status: 0 });
  const aborted = AbortSignal.abort(new DOMException('left', 'AbortError'));
  await expect(api.account.get({}, { signal: aborted })).rejects.toMatchObject({ name: 'AbortError' });
  script = () => new Response('<html>Bad gateway</html>', { status: 502 });
  await expect(api.account.get()).rejects.toMatchObject({ code: 'network.interrupted', status: 502 });
  script = () => new Response('<html>Captive portal</html>');
  await expect(api.account.get()).rejects.toMatchObject({ code: 'client.unexpected' });
});

test('reads what a refusal asks for', async () => {
  script = () => json({ error: { code: 'request.rate-limited', message: '', requestId: 'R2' } }, 429, { 'retry-after': '7' });
  await expect(api.account.get()).rejects.toMatchObject({ code: 'request.rate-limited', retryAfter: 7, requestId: 'R2' });
});

test('a server that cannot be asked leaves the session unknown, with the reason', async () => {
  vi.resetModules();
  const session = await import('./session.ts');
  script = () => Promise.reject(new TypeError('Failed to fetch'));
  await session.startSession();
  expect(session.useSession.getState()).toMatchObject({ status: 'unknown', failure: { code: 'network.offline' } });
  script = () => refusal('auth.refresh-refused', 401);
  await session.startSession();
  expect(session.useSession.getState().status).toBe('signed-out');
});

test('a click that begins an answer begins a trace, the same when it is asked again, and nothing else does', async () => {
  const traces: (string | null)[] = [];
  script = (line, init) => {
    if (line === 'POST /api/auth/refresh') return grant('second');
    traces.push(new Headers(init.headers).get('traceparent'));
    return tokenOf(init) === 'Bearer second' ? json({}) : refusal('auth.expired', 401);
  };
  const ask = (): Promise<unknown> =>
    api.turns.create({
      params: { id: 'c' },
      body: { kind: 'regenerate', turnId: 't', parentId: 'p', answerId: 'a', model: { endpoint: 'demo', id: 'demo' } },
    });
  await ask();
  await ask();
  await api.account.get();
  expect(traces[0]).toMatch(/^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-01$/);
  expect(traces[1]).toBe(traces[0]);
  expect(traces[2]).not.toBe(traces[0]);
  expect(traces[3]).toBeNull();
});
