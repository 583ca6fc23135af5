import { MongoNetworkError } from 'mongodb';
import { expect, test } from 'vitest';
import { guarded } from './guard-verbs.ts';

const throwing = (cause: Error): Promise<unknown> => guarded({ ask: () => Promise.reject(cause) }).ask();

test.each([
  ['the driver’s words', new MongoNetworkError('connection closed')],
  ['a socket’s own', Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' })],
])('a server that has gone is a refusal that can be tried again: %s', async (_name, cause) => {
  await expect(throwing(cause)).rejects.toMatchObject({ code: 'server.storage-unavailable', cause });
});

test('a defect stays what it is', async () => {
  const cause = Object.assign(new TypeError('nothing to read'), { code: 'ERR_INVALID_ARG_TYPE' });
  await expect(throwing(cause)).rejects.toBe(cause);
});
