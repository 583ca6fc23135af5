import type { Conversation, CreateTurn, Grant, Message, Turn } from '@parley/contracts';

/** An answer with its status: a crash test also looks at refusals. */
export interface ApiAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface StartedTurnBody {
  readonly conversation: Conversation;
  readonly turn: Turn;
  readonly userMessage: Message | null;
  readonly answer: Message;
}

/** The few calls a person of the crash test makes, as one account. */
export interface ApiClient {
  readonly token: string;
  createTurn(conversationId: string, body: CreateTurn): Promise<ApiAnswer<StartedTurnBody>>;
  stopTurn(turnId: string): Promise<ApiAnswer<Turn>>;
  getTurn(turnId: string): Promise<ApiAnswer<Turn>>;
  /** Turns that are queued or running. */
  active(): Promise<ApiAnswer<{ turns: Turn[] }>>;
  branch(conversationId: string): Promise<ApiAnswer<{ conversation: Conversation; messages: Message[] }>>;
}

const account = { name: 'Crash', email: 'crash@example.org', password: 'nine lives of a cat' };

async function call<Body>(url: string, method: string, token: string | null, body?: unknown): Promise<ApiAnswer<Body>> {
  const headers: Record<string, string> = { origin: new URL(url).origin };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
}

/** Makes the account, or finds it made by an earlier round, and signs in. */
export async function signIn(url: string): Promise<ApiClient> {
  await call(`${url}/api/auth/register`, 'POST', null, account);
  const { email, password } = account;
  const grant = await call<Grant>(`${url}/api/auth/sign-in`, 'POST', null, { email, password });
  if (grant.status !== 200) throw new Error(`signing in answered ${grant.status}: ${JSON.stringify(grant.body)}`);
  return apiClient(url, grant.body.accessToken);
}

/** The same person at another address: their token outlives the server that gave it. */
export function apiClient(url: string, token: string): ApiClient {
  const ask = <Body>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>> =>
    call(`${url}/api${path}`, method, token, body);
  return {
    token,
    createTurn: (conversationId, body) => ask('POST', `/conversations/${conversationId}/turns`, body),
    stopTurn: (turnId) => ask('POST', `/turns/${turnId}/stop`),
    getTurn: (turnId) => ask('GET', `/turns/${turnId}`),
    active: () => ask('GET', '/turns'),
    branch: (conversationId) => ask('GET', `/conversations/${conversationId}/messages?limit=50`),
  };
}
