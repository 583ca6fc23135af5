import { expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { numberOf, refusalOf } from './field-refusal.ts';

const refused = (params: Record<string, string>) => new ApiError('request.invalid', { status: 400, params });

test('a refusal names its field and says what to enter', () => {
  expect(refusalOf(refused({ path: 'body.dollarsPerMonth', reason: 'too_small' }))).toEqual({
    path: 'body.dollarsPerMonth',
    words: 'Enter a larger number.',
  });
  expect(refusalOf(refused({ path: 'body.x', reason: 'invalid_type' }))?.words).toBe('Enter a number.');
  expect(refusalOf(refused({ path: 'body.tokens', reason: 'invalid_type' }), (path) => path === 'body.tokens')?.words).toBe(
    'Enter a whole number.',
  );
  expect(refusalOf(new ApiError('endpoint.not-found', { status: 404 }))).toBeNull();
  expect(refusalOf(new Error('x'))).toBeNull();
});

test('numbers are read with either mark, and what is none is left to the server', () => {
  expect([numberOf(' 2,5 '), numberOf('1e3'), numberOf('')]).toEqual([2.5, 1_000, undefined]);
  expect(numberOf('ten')).toBeNaN();
  expect(JSON.stringify({ amount: numberOf('ten') })).toBe('{"amount":null}');
});
