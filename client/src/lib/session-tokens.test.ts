import type { Grant } from '@parley/contracts';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { createSessionTokens } from './session-tokens.ts';

const grant = (accessToken: string): Grant => ({
  accessToken,
  expiresIn: 900_000,
  account: { id: 'a', email: 'anna@example.org', name: 'Anna', role: 'member', createdAt: 0 },
});

let clock = 0;
let asked = 0;
let answer: () => Promise<Grant>;
const onGrant = vi.fn();
const onRefused = vi.fn();
const make = () =>
  createSessionTokens({
    refresh: () => {
      asked += 1;
      return answer();
    },
    now: () => clock,
    onGrant,
    onRefused,
  });

beforeEach(() => {
  clock = 0;
  asked = 0;
  answer = () => Promise.resolve(grant(`token ${asked}`));
  onGrant.mockClear();
  onRefused.mockClear();
});

test('however many ask at once, the server is asked once', async () => {
  const tokens = make();
  expect(await Promise.all([tokens.get(), tokens.get(), tokens.getOtherThan('refused')])).toEqual(['token 1', 'token 1', 'token 1']);
  expect(await tokens.get()).toBe('token 1');
  expect(asked).toBe(1);
});

test('a token is renewed a minute before it expires', async () => {
  const tokens = make();
  await tokens.get();
  clock = 839_000;
  expect(await tokens.get()).toBe('token 1');
  expect(tokens.untilRenewal()).toBe(1_000);
  clock = 841_000;
  expect(await tokens.get()).toBe('token 2');
});

test('a refused token is renewed, unless somebody has done so already', async () => {
  const tokens = make();
  await tokens.get();
  expect(await tokens.getOtherThan('token 1')).toBe('token 2');
  expect(await tokens.getOtherThan('token 1')).toBe('token 2');
  expect(asked).toBe(2);
});

test('a refusal ends the session, a broken network does not', async () => {
  const tokens = make();
  answer = () => Promise.reject(new ApiError('network.offline'));
  await expect(tokens.get()).rejects.toMatchObject({ code: 'network.offline' });
  expect(onRefused).not.toHaveBeenCalled();
  answer = () => Promise.reject(new ApiError('auth.refresh-refused', { status: 401 }));
  await expect(tokens.get()).rejects.toMatchObject({ code: 'auth.refresh-refused' });
  expect(onRefused).toHaveBeenCalledOnce();
});

test('a renewal that comes back after the person has left is forgotten', async () => {
  const tokens = make();
  let give: (value: Grant) => void = () => undefined;
  answer = () => new Promise((resolve) => (give = resolve));
  const late = tokens.get();
  await vi.waitFor(() => expect(asked).toBe(1), 10_000);
  tokens.drop();
  give(grant('late'));
  await expect(late).rejects.toMatchObject({ code: 'auth.required' });
  expect(onGrant).not.toHaveBeenCalled();
});
