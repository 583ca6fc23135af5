import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import { abortedEnding, turnError } from './turn-failure.ts';

test('keeps what a provider said, with its status and its wish to wait', () => {
  expect(turnError(new ProviderError('provider.rate-limited', 'slow down', { status: 429, retryAfter: 7 }))).toEqual({
    code: 'provider.rate-limited',
    message: 'slow down',
    params: { status: 429, retryAfter: 7 },
  });
  expect(turnError(new ProviderError('provider.cut-off', 'gone'))).toEqual({ code: 'provider.cut-off', message: 'gone' });
});

test('keeps the code and parameters of our own refusals', () => {
  expect(turnError(new RequestError('endpoint.key-missing', { params: { endpoint: 'openAI' } }))).toEqual({
    code: 'endpoint.key-missing',
    message: 'endpoint.key-missing',
    params: { endpoint: 'openAI' },
  });
});

test('says nothing of the inside when a defect ends a turn', () => {
  const { code, message } = turnError(new Error('ENOENT /srv/secret'));
  expect(code).toBe('server.internal');
  expect(message).not.toContain('secret');
});

test('tells a stop by a person from a server that has to go', () => {
  expect(abortedEnding('stop').status).toBe('stopped');
  expect(abortedEnding('drain')).toMatchObject({ status: 'interrupted', error: { code: 'turn.interrupted' } });
});
