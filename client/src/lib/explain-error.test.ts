import '../localization/errors-words.ts';
import { errorCodes, errorTable } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { isWordKey } from '../localization/localization.ts';
import { explainError, sentenceOf } from './explain-error.ts';

test.each(errorCodes)('%s says what happened, and more', (code) => {
  expect(isWordKey(`errors.${code}`)).toBe(true);
  const { title, next } = explainError(new ApiError(code, { status: 400 }));
  expect(title).toMatch(/^[A-Z].*\.$/);
  expect(next.length).toBeGreaterThan(9);
  expect(`${title} ${next}`).not.toMatch(/something went wrong|\{|\}/i);
});

test('a request id and a time to wait are passed on', () => {
  const error = new ApiError('request.rate-limited', { status: 429, requestId: '01JD3K', retryAfter: 30 });
  expect(explainError(error)).toMatchObject({ requestId: '01JD3K', retryable: true });
  expect(explainError(error).next).toContain('Try again in 30 seconds.');
  expect(explainError(new ApiError('request.rate-limited', { status: 429, retryAfter: 1 })).next).toContain('1 second.');
});

const sides = {
  provider: /their side|the provider’s (?:side|decision)/i,
  network: /network|on the way/i,
  you: /check|choose|ask|change|use/i,
  server: /./,
};

test.each(errorCodes.filter((code) => /^(?:provider|egress)\./.test(code)))('%s says whose side it is on', (code) => {
  expect(sentenceOf({ code })).toMatch(sides[errorTable[code].origin]);
});

test('what a provider asked to wait is said of an answer that is kept', () => {
  const { next } = explainError({ code: 'provider.rate-limited', message: 'Slow down.', params: { status: 429, retryAfter: 6.2 } });
  expect(next).toMatch(/try again\. The provider asked to wait 7 seconds\.$/);
});

test('a code of a newer server, and anything that is no error of ours, reads as a defect', () => {
  const defect = sentenceOf(new ApiError('client.unexpected'));
  expect(sentenceOf(new ApiError('future.code', { status: 500 }))).toBe(defect);
  expect(sentenceOf(new TypeError('x is not a function'))).toBe(defect);
  expect(sentenceOf(undefined)).toBe(defect);
});

test('no answer at all can be tried again; what the person must change cannot', () => {
  expect(explainError(new ApiError('network.offline')).retryable).toBe(true);
  expect(explainError(new ApiError('turn.mismatch', { status: 409 })).retryable).toBe(false);
});
