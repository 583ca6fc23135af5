import { expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { createMemoryTurnLog } from '../realtime/memory/create-memory-turn-log.ts';
import { innerWorld as world } from '../test/world.ts';

type Line = Readonly<Record<string, unknown>>;

function record() {
  const texts: string[] = [];
  const logger = createLogger('debug', { write: (text: string) => void texts.push(text) });
  const lines = (): Line[] => texts.map((text) => JSON.parse(text) as Line);
  return { logger, texts, lines, said: (message: string) => lines().filter(({ msg }) => msg === message) };
}

test('each request is one line: at debug when all is well, at warn when it failed', async () => {
  const { logger, texts, said } = record();
  await using here = await world({ logger });
  const answer = await here.call('GET', '/api/config?token=in-the-query');
  await expect.poll(() => said('a request was answered')).toHaveLength(1);
  expect(said('a request was answered')[0]).toMatchObject({
    level: 20,
    requestId: answer.headers.get('x-request-id'),
    method: 'GET',
    path: '/api/config',
    route: '/api/config',
    status: 400,
    whole: true,
  });
  expect(texts.join('')).not.toContain('in-the-query');
  here.context.startDraining();
  await here.call('GET', '/api/health');
  await expect
    .poll(() => said('a request failed'))
    .toContainEqual(expect.objectContaining({ level: 40, status: 503, route: '/api/health' }));
});

test('nothing that a caller sends begins a line or names another request', async () => {
  const { logger, texts, lines } = record();
  await using here = await world({ logger });
  const forged = '%0d%0a%7b%22msg%22:%22forged%22%7d';
  const headers = {
    'user-agent': 'x {"msg":"forged"}',
    'x-request-id': 'mine',
    traceparent: 'mine',
    referer: 'https://x/{"msg":"forged"}',
  };
  await here.call('GET', `/api/${forged}/${'y'.repeat(2_000)}`, { headers });
  await here.call('GET', `/api/turns/${forged}`, { headers, token: 'forged' });
  await here.call('GET', '/api/%E0%A4%A', { headers });
  await expect.poll(() => lines().filter(({ msg }) => msg === 'a request was answered').length).toBe(3);
  for (const text of texts) expect(text.slice(0, -1)).not.toMatch(/[\r\n]/);
  expect(lines().filter(({ msg, requestId }) => msg === 'forged' || requestId === 'mine')).toEqual([]);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(1_000);
});

test('what is logged in a turn carries the turn and the request that began it', async () => {
  const { logger, said } = record();
  const turnLog = createMemoryTurnLog();
  const acquire: typeof turnLog.acquire = async (turnId, epoch) => ({
    ...(await turnLog.acquire(turnId, epoch)),
    finalize: () => Promise.reject(new Error('the disk is full')),
  });
  await using here = await world({ logger, overrides: { turnLog: { ...turnLog, acquire } } });
  const person = await here.signUp();
  const { turnId } = await person.say('hello');
  const message = 'The log of a settled turn could not be closed.';
  await expect.poll(() => said(message)).toHaveLength(1);
  const begun = said('a request was answered').find(({ route }) => route === '/api/conversations/:id/turns');
  expect(said(message)[0]).toMatchObject({ turnId, requestId: begun?.['requestId'] });
});
