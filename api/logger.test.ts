import { expect, test } from 'vitest';
import { createLogger, withLogFields } from './logger.ts';

function record() {
  const lines: string[] = [];
  const logger = createLogger('debug', { write: (line: string) => void lines.push(line) });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('no text can begin a line of its own', () => {
  const { logger, lines } = record();
  const hostile = 'x\r\n{"level":30,"msg":"forged"}\n\u2028\u0085\u001b[2J';
  logger.info({ agent: hostile, [hostile]: 1, nested: { path: hostile } }, hostile);
  expect(lines).toHaveLength(1);
  // eslint-disable-next-line no-control-regex
  expect(lines[0]).toMatch(/^[^\u0000-\u001f]*\n$/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ agent: hostile, msg: hostile });
});

test('keys are masked by their names and by their looks', () => {
  const { logger, lines } = record();
  const key = `sk-proj-${'a1B2'.repeat(8)}`;
  const token = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
  logger.warn(
    { key, nested: { password: 'hunter2', token }, reason: `401: the key ${key} is wrong` },
    `Authorization: Bearer ${'c'.repeat(30)}`,
  );
  const named = { authorization: 'hunter2', cookie: 'hunter2', password: 'hunter2', token: 'hunter2', key: 'hunter2' };
  logger.info({ ...named, headers: named }, 'a request');
  logger.error({ err: new Error(`connect mongodb://parley:hunter2@db:27017 failed with ${token}`) }, 'x');
  const text = lines.join('');
  for (const secret of [key, 'hunter2', token, 'c'.repeat(30)]) expect(text).not.toContain(secret);
  expect(text).toContain('mongodb://parley:…@db:27017');
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
});

test('lines carry the ids of the request and the turn they belong to, and of no other', async () => {
  const { logger, parsed } = record();
  const later = (text: string): Promise<void> =>
    new Promise((resolve) =>
      setImmediate(() => {
        logger.info({}, text);
        resolve();
      }),
    );
  await Promise.all([
    withLogFields({ requestId: 'r1' }, () => later('in r1')),
    withLogFields({ requestId: 'r2' }, async () => {
      await later('in r2');
      await withLogFields({ turnId: 't1' }, async () => {
        await later('in t1');
        await withLogFields({ turnId: 't2' }, () => later('in t2'));
      });
    }),
  ]);
  logger.info({}, 'outside');
  const ids = Object.fromEntries(parsed().map(({ msg, requestId, turnId }) => [msg as string, [requestId, turnId]]));
  expect(ids).toEqual({
    'in r1': ['r1', undefined],
    'in r2': ['r2', undefined],
    'in t1': ['r2', 't1'],
    'in t2': [undefined, 't2'],
    outside: [undefined, undefined],
  });
});

test('a field of the line itself counts more, and lines do not leak into one another', () => {
  const { logger, parsed } = record();
  withLogFields({ requestId: 'r', turnId: 'around' }, () => {
    logger.info({ turnId: 'own', extra: 1 }, 'first');
    logger.info({}, 'second');
  });
  expect(parsed()).toMatchObject([{ turnId: 'own', requestId: 'r' }, { turnId: 'around' }]);
  expect(parsed()[1]).not.toHaveProperty('extra');
});
